package dev.vman.api;

import static java.util.stream.Collectors.groupingBy;

import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Crashes;
import dev.vman.inventory.Disk;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Template;
import dev.vman.inventory.Templates;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.VmFilter;
import dev.vman.inventory.Vms;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads VMs as they are shown; each call sees what is committed now. The number of queries does not
 * grow with the number of VMs.
 */
@Singleton
class VmReading implements Collection {
    private final Snapshot snapshot;
    private final Vms vms;
    private final Disks disks;
    private final Templates templates;
    private final Crashes crashes;
    private final NicReading nics;
    private final Cdroms cdroms;

    VmReading(
            Snapshot snapshot,
            Vms vms,
            Disks disks,
            Templates templates,
            Crashes crashes,
            NicReading nics,
            Cdroms cdroms) {
        this.crashes = crashes;
        this.nics = nics;
        this.cdroms = cdroms;
        this.snapshot = snapshot;
        this.vms = vms;
        this.disks = disks;
        this.templates = templates;
    }

    @Override
    public String path() {
        return "vms";
    }

    @Override
    public Read<VmView> read(UUID id) {
        return read(new Reference.ById(id));
    }

    Read<VmView> read(Reference reference) {
        return snapshot.read(() -> readHere(vms.require(reference)));
    }

    /** As it is in the present transaction. */
    Read<VmView> readHere(UUID id) {
        return readHere(vms.require(id));
    }

    private Read<VmView> readHere(Vm row) {
        @Nullable CrashView crash = crashes.of(row.id).map(CrashView::of).orElse(null);
        VmView view = show(row).withLastCrash(crash);
        return new Read<>(view, row.id, row.version);
    }

    /** The id alone. */
    UUID id(Reference reference) {
        return snapshot.read(() -> vms.require(reference).id);
    }

    Items<VmView> list(VmFilter filter, ListParameters part) {
        List<VmView> oneMore = snapshot.read(() -> show(vms.list(filter, part.page())));
        return Items.of(oneMore, part.size(), VmView::name);
    }

    /** As many, but with statements that need not be made anew for the number of ids. */
    private VmView show(Vm row) {
        @Nullable Template template =
                row.template == null ? null : templates.findById(row.template);
        return VmView.of(
                row,
                template == null ? null : template.name,
                new VmView.Parts(
                        disks.of(row.id),
                        nics.of(row.id),
                        mediumOf(cdroms.of(row.id).orElse(null))));
    }

    private List<VmView> show(List<Vm> rows) {
        Map<UUID, String> names = templateNames(rows);
        Map<UUID, List<Disk>> attached =
                disks.of(rows.stream().map(row -> row.id).toList()).stream()
                        .collect(groupingBy(disk -> Objects.requireNonNull(disk.vm)));
        Map<UUID, List<NicView>> cards = nics.of(rows.stream().map(row -> row.id).toList());
        Map<UUID, VmCdrom> drives = cdroms.of(rows.stream().map(row -> row.id).toList());
        return rows.stream()
                .map(row ->
                        VmView.of(
                                row,
                                row.template == null ? null : names.get(row.template),
                                new VmView.Parts(
                                        attached.getOrDefault(row.id, List.of()),
                                        cards.getOrDefault(row.id, List.of()),
                                        mediumOf(drives.get(row.id)))))
                .toList();
    }

    private static @Nullable UUID mediumOf(@Nullable VmCdrom drive) {
        return drive == null ? null : drive.image;
    }

    private Map<UUID, String> templateNames(List<Vm> rows) {
        Set<UUID> ids =
                rows.stream()
                        .map(row -> row.template)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        Map<UUID, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            List<Template> used = templates.list("id in ?1", ids);
            used.forEach(template -> names.put(template.id, template.name));
        }
        return names;
    }
}
