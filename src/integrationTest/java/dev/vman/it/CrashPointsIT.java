package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few points of the matrix that {@code scripts/crash-test} goes through as a whole. */
@Tag("integration")
@Timeout(400)
class CrashPointsIT {
    private static final int TOGETHER = 6;
    private static final Map<String, List<String>> SAMPLE =
            Map.ofEntries(
                    Map.entry(
                            "create-start", List.of("vm.create:succeeded", "vm.start:spawn/done")),
                    Map.entry("create-undone", List.of("vm.create:root-disk/undone")),
                    Map.entry("start-undone", List.of("vm.start:spawn/undo")),
                    Map.entry("restart", List.of("vm.restart:stopped/done")),
                    Map.entry("pause", List.of("vm.pause:succeeding")),
                    Map.entry("delete-force", List.of("vm.delete:folder/done")),
                    Map.entry("disk-grow-hot", List.of("disk.change:grow/done")),
                    Map.entry("attach-scsi", List.of("disk.attach:plug/done")),
                    Map.entry("detach-scsi", List.of("disk.detach:admitted")),
                    Map.entry("template-create", List.of("template.create:admitted")));

    @BeforeAll
    static void haveADaemon() {
        TestGuest.assumeAvailable();
    }

    @Test
    void aDaemonThatDiesAtThemAndAgainInItsRecoveryLosesAndLeaksNothing() throws Exception {
        CrashReport report = new CrashReport();

        try (CrashLanes lanes = new CrashLanes(1, report)) {
            new CrashMatrix(lanes, report).dieAt(sample(), TOGETHER);
        }

        assertThat(report.faults()).as(report.summary(SAMPLE.size())).isEmpty();
    }

    private static List<CrashPoint> sample() {
        return CrashOperations.all().stream()
                .flatMap(operation ->
                        SAMPLE.getOrDefault(operation.name(), List.of()).stream()
                                .map(point -> new CrashPoint(operation, point)))
                .toList();
    }
}
