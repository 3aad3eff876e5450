package dev.vman.reconciler;

import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vms;
import dev.vman.observer.Finding;
import dev.vman.observer.FindingKind;
import dev.vman.observer.FindingState;
import dev.vman.observer.Findings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Gathers what a plan depends on, and plans. */
@Singleton
class Plans {
    private final Findings findings;
    private final Vms vms;
    private final StorageLayout layout;

    Plans(Findings findings, Vms vms, StorageLayout layout) {
        this.findings = findings;
        this.vms = vms;
        this.layout = layout;
    }

    RepairAction of(Finding finding) {
        Optional<UUID> vm = Optional.ofNullable(finding.vm);
        return RepairPlanner.plan(
                new FindingCase(
                        finding.kind,
                        finding.subject(),
                        vm,
                        findings.evidence(finding),
                        known(finding.kind, vm)));
    }

    private FindingCase.Known known(FindingKind kind, Optional<UUID> vm) {
        boolean matters = kind == FindingKind.ORPHAN_PROCESS || kind == FindingKind.LEFTOVER_FILE;
        return vm.filter(_ -> matters).map(this::known).orElse(FindingCase.Known.NOTHING);
    }

    private FindingCase.Known known(UUID vm) {
        return QuarkusTransaction.joiningExisting()
                .call(() ->
                        new FindingCase.Known(
                                vms.findByIdOptional(vm).isPresent(),
                                hasManifest(vm),
                                orphanRuns(vm)));
    }

    private boolean hasManifest(UUID vm) {
        Path manifest = layout.vm(vm).manifest();
        return Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean orphanRuns(UUID vm) {
        return findings.count(
                        "kind = ?1 and vm = ?2 and state in (?3, ?4)",
                        FindingKind.ORPHAN_PROCESS,
                        vm,
                        FindingState.OPEN,
                        FindingState.IGNORED)
                > 0;
    }
}
