package dev.vman.it;

import static dev.vman.it.CrashFindings.isAt;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Repairs of what a person has changed beside the daemon, each asked for through its finding. */
final class CrashRepairs {
    private CrashRepairs() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation("quarantine", "file.quarantine", CrashRepairs::quarantine),
                new CrashOperation(
                        "quarantine-undone",
                        "file.quarantine",
                        Optional.of("file.quarantine:close/do"),
                        CrashRepairs::quarantineThatFails),
                new CrashOperation("restore", "file.restore", CrashRepairs::restore),
                new CrashOperation("adopt", "vm.adopt", CrashAdoptions::folder),
                new CrashOperation("adopt-disk", "vm.adopt", CrashAdoptions::folderAndDisk),
                new CrashOperation("end-orphan", "process.stop", CrashRepairs::endOrphan),
                new CrashOperation("align-pulled", "disk.align", CrashAlignments::pulled),
                new CrashOperation("align-plugged", "disk.align", CrashAlignments::plugged));
    }

    private static CrashOperation.Try quarantine(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        CrashFindings findings = scene.findings();
        String finding = strange(findings, file);
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> scene.byHand().whereabouts(file) + ", " + findings.stateOf(finding),
                "in quarantine, noted, repaired");
    }

    /** A pass may have seen the file away, and resolved the finding; then the next has another. */
    private static CrashOperation.Try quarantineThatFails(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        CrashFindings findings = scene.findings();
        String finding = strange(findings, file);
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> {
                    findings.pass();
                    return scene.byHand().whereabouts(file) + reported(scene, finding, file);
                },
                "in disks, reported");
    }

    private static CrashOperation.Try restore(CrashScene scene) {
        Path file = scene.byHand().strangeFile();
        CrashFindings findings = scene.findings();
        String finding = strange(findings, file);
        var _ = findings.repair(finding).ok();
        findings.awaitRepaired(finding);
        return new CrashOperation.Try(
                () -> findings.undo(finding),
                () -> scene.byHand().whereabouts(file) + reported(scene, finding, file),
                "in disks, reported");
    }

    private static String strange(CrashFindings findings, Path file) {
        return findings.open("orphan-disk", isAt(file));
    }

    /** Whether a finding tells of the file: the same as before, or one that a pass made earlier. */
    private static String reported(CrashScene scene, String finding, Path file) {
        String _ = scene.findings().stateOf(finding);
        return scene.daemon()
                        .api()
                        .items("findings?limit=1000&state=open&kind=orphan-disk")
                        .anyMatch(isAt(file))
                ? ", reported"
                : "";
    }

    private static CrashOperation.Try endOrphan(CrashScene scene) {
        Process orphan = scene.byHand().orphan();
        CrashFindings findings = scene.findings();
        String finding =
                findings.open(
                        "orphan-process",
                        found -> found.path("subject").path("pid").asLong() == orphan.pid());
        return new CrashOperation.Try(
                () -> findings.repair(finding),
                () -> (orphan.isAlive() ? "runs, " : "gone, ") + findings.stateOf(finding),
                "gone, repaired");
    }
}
