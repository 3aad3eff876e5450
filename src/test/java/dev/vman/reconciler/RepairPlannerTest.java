package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.lifecycle.OrphanProcess;
import dev.vman.observer.FindingKind;
import dev.vman.observer.Subject;
import dev.vman.reconciler.FindingCase.Known;
import dev.vman.reconciler.RepairAction.AdoptVm;
import dev.vman.reconciler.RepairAction.AlignCdrom;
import dev.vman.reconciler.RepairAction.AlignDisk;
import dev.vman.reconciler.RepairAction.ByHand;
import dev.vman.reconciler.RepairAction.Leave;
import dev.vman.reconciler.RepairAction.Look;
import dev.vman.reconciler.RepairAction.Quarantine;
import dev.vman.reconciler.RepairAction.ReleaseBatch;
import dev.vman.reconciler.RepairAction.StopProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepairPlannerTest {
    private static final UUID VM = UUID.randomUUID();
    private static final UUID DISK = UUID.randomUUID();
    private static final String FILE = "/storage/disks/" + DISK + ".qcow2";
    private static final Known MANIFEST = new Known(false, true, false);
    private static final Known RECORDED = new Known(true, true, false);
    private static final Known MANIFEST_AND_PROCESS = new Known(false, true, true);

    static Stream<Arguments> processes() {
        Map<String, Object> ours =
                Map.of("ours", true, "pid", 7, "startTicks", 70L, "bootId", "boot");
        OrphanProcess process = new OrphanProcess(VM, "boot", 7, 70);
        return Stream.of(
                Arguments.of(orphan(ours, VM, Known.NOTHING), new StopProcess(process)),
                Arguments.of(orphan(ours, VM, MANIFEST), new AdoptVm(VM)),
                Arguments.of(orphan(ours, VM, RECORDED), new StopProcess(process)),
                Arguments.of(orphan(with(ours, "ours", false), null, MANIFEST), new Leave()),
                Arguments.of(orphan(Map.of(), VM, Known.NOTHING), new Leave()));
    }

    static Stream<Arguments> disks() {
        Map<String, Object> gone = Map.of("plugged", false);
        Map<String, Object> there =
                Map.of(
                        "plugged",
                        true,
                        "recorded",
                        "available",
                        "device",
                        "disk-" + DISK,
                        "path",
                        FILE);
        AlignDisk align = new AlignDisk(DISK, VM);
        return Stream.of(
                Arguments.of(mismatch(gone), align),
                Arguments.of(mismatch(there), align),
                Arguments.of(mismatch(with(there, "device", "by-hand")), null),
                Arguments.of(mismatch(with(there, "path", "/elsewhere")), null),
                Arguments.of(mismatch(with(there, "recorded", "attached")), null),
                Arguments.of(mismatch(Map.of("corrupt", true)), null));
    }

    static Stream<Arguments> cdroms() {
        Map<String, Object> empty = Map.of("plugged", true, "device", "cdrom0", "path", "");
        String iso = "/storage/images/" + DISK + ".iso";
        return Stream.of(
                Arguments.of(empty, new AlignCdrom(VM)),
                Arguments.of(with(empty, "plugged", false), new AlignCdrom(VM)),
                Arguments.of(with(empty, "path", iso), new AlignCdrom(VM)),
                Arguments.of(with(empty, "path", "/tmp/other.iso"), null),
                Arguments.of(with(empty, "device", "cdrom1"), null));
    }

    @ParameterizedTest
    @MethodSource("cdroms")
    void letsTheRecordOfADriveFollowWhatMayBeVmansOwn(
            Map<String, Object> evidence, @Nullable RepairAction wanted) {
        FindingCase finding =
                new FindingCase(
                        FindingKind.DISK_STATE_MISMATCH,
                        new Subject("vm", VM, "vm", null, null),
                        Optional.of(VM),
                        evidence,
                        Known.NOTHING);

        RepairAction planned = RepairPlanner.plan(finding);

        if (wanted == null) {
            assertThat(planned).isInstanceOf(ByHand.class);
        } else {
            assertThat(planned).isEqualTo(wanted);
        }
    }

    static Stream<Arguments> leftovers() {
        return Stream.of(
                Arguments.of(leftover("folder", VM, Known.NOTHING), Quarantine.class),
                Arguments.of(leftover("folder", VM, MANIFEST), AdoptVm.class),
                Arguments.of(leftover("folder", VM, MANIFEST_AND_PROCESS), ByHand.class),
                Arguments.of(leftover("socket", VM, RECORDED), Quarantine.class),
                Arguments.of(leftover("link", null, Known.NOTHING), Quarantine.class));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void endsOnlyProcessesOfOursThatCannotBeAdopted(FindingCase finding, RepairAction plan) {
        assertThat(RepairPlanner.plan(finding)).isEqualTo(plan);
    }

    @ParameterizedTest
    @MethodSource("disks")
    void alignsOnlyWhatVmanCouldHavePlugged(FindingCase finding, @Nullable RepairAction plan) {
        if (plan == null) {
            assertThat(RepairPlanner.plan(finding)).isInstanceOf(ByHand.class);
        } else {
            assertThat(RepairPlanner.plan(finding)).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @MethodSource("leftovers")
    void movesNoFolderAwayThatMayBeAVm(FindingCase finding, Class<?> plan) {
        assertThat(RepairPlanner.plan(finding)).isInstanceOf(plan);
    }

    @Test
    void looksAtAVmWhoseRecordDiffers() {
        assertThat(plan(FindingKind.VM_STATE_MISMATCH, Map.of())).isEqualTo(new Look(VM));
    }

    @Test
    void movesAnOrphanDiskAway() {
        assertThat(plan(FindingKind.ORPHAN_DISK, Map.of()))
                .isInstanceOfSatisfying(
                        Quarantine.class, move -> assertThat(move.path()).hasToString(FILE));
    }

    @ParameterizedTest
    @EnumSource(
            value = FindingKind.class,
            names = {
                "MISSING_DISK",
                "VM_UNREACHABLE",
                "OPERATION_INTERRUPTED",
                "BASE_IMAGE_MISSING",
                "IMAGE_CHANGED"
            })
    void leavesToAPersonWhatOnlyAPersonCanDo(FindingKind kind) {
        assertThat(plan(kind, Map.of())).isInstanceOf(ByHand.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = FindingKind.class,
            names = {"NETWORK_MISSING", "ORPHAN_TAP", "ORPHAN_LEASE", "ADDRESS_MISMATCH"})
    void bringsANetworkBackByItself(FindingKind kind) {
        RepairAction plan = plan(kind, Map.of("networkId", DISK.toString()));

        assertThat(plan).isEqualTo(new RepairAction.ApplyNetwork(DISK));
        assertThat(plan.automatic()).isTrue();
        assertThat(plan.destructive()).isFalse();
    }

    @Test
    void letsOnlyAPersonReleaseABatch() {
        RepairAction plan = plan(FindingKind.REPAIR_LIMIT, Map.of());

        assertThat(plan).isEqualTo(new ReleaseBatch());
        assertThat(plan.automatic()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void destroysNothingOnEvidenceThatSaysNothing(FindingKind kind) {
        Subject nothing = new Subject("file", null, null, null, null);
        FindingCase empty =
                new FindingCase(kind, nothing, Optional.empty(), Map.of(), Known.NOTHING);

        RepairAction plan = RepairPlanner.plan(empty);

        assertThat(plan.destructive() && plan.automatic()).isFalse();
    }

    private static RepairAction plan(FindingKind kind, Map<String, Object> evidence) {
        Subject subject = new Subject("disk", DISK, "disk", null, FILE);
        return RepairPlanner.plan(
                new FindingCase(kind, subject, Optional.of(VM), evidence, Known.NOTHING));
    }

    private static FindingCase orphan(
            Map<String, Object> evidence, @Nullable UUID vm, Known known) {
        return new FindingCase(
                FindingKind.ORPHAN_PROCESS,
                new Subject("process", vm, null, 7L, null),
                Optional.ofNullable(vm),
                evidence,
                known);
    }

    private static FindingCase mismatch(Map<String, Object> evidence) {
        return new FindingCase(
                FindingKind.DISK_STATE_MISMATCH,
                new Subject("disk", DISK, "disk", null, FILE),
                Optional.of(VM),
                evidence,
                Known.NOTHING);
    }

    private static FindingCase leftover(String found, @Nullable UUID vm, Known known) {
        return new FindingCase(
                FindingKind.LEFTOVER_FILE,
                new Subject("file", null, null, null, "/storage/vms/x"),
                Optional.ofNullable(vm),
                Map.of("found", found),
                known);
    }

    private static Map<String, Object> with(
            Map<String, Object> evidence, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(evidence);
        changed.put(name, value);
        return changed;
    }
}
