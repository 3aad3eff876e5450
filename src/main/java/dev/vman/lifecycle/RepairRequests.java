package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.Vms;
import dev.vman.journal.Target;
import dev.vman.operator.DiskFiles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way in for repairs. Every method throws {@link Failure} to refuse, before anything was done;
 * each act asks again when it has its turn.
 */
@ApplicationScoped
public class RepairRequests {
    private static final int LONGEST_NAME = 200;
    private final Vms vms;
    private final AdoptableManifests manifests;
    private final DiskFiles files;
    private final RepairActs acts;
    private final Requests requests;

    RepairRequests(
            Vms vms,
            AdoptableManifests manifests,
            DiskFiles files,
            RepairActs acts,
            Requests requests) {
        this.files = files;
        this.vms = vms;
        this.manifests = manifests;
        this.acts = acts;
        this.requests = requests;
    }

    /**
     * Moves a file, folder, link or socket that lies directly in {@code disks/}, {@code vms/} or a
     * VM's run folder to {@code quarantine/}, with a note. Refused where a row knows it, a process
     * uses it, or that can't be told.
     */
    public Answer quarantine(UUID finding, Path file, String why, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    var payload = new QuarantineFile.Payload(finding, file.toString(), why);
                    acts.quarantine().check(payload);
                    return requests.submit(
                            acts.quarantine(), target(finding, file.toString()), payload, ask);
                });
    }

    /** Moves back what was moved away for this finding; its old place must be free. */
    public Answer restore(UUID finding, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    RestoreFile.Payload payload = acts.restore().payload(finding);
                    Target target = target(finding, payload.note().path());
                    return requests.submit(acts.restore(), target, payload, ask);
                });
    }

    private static Target target(UUID finding, String path) {
        String name = String.valueOf(Path.of(path).getFileName());
        return new Target(
                "finding", finding, name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    /**
     * Rebuilds the rows of a VM that no row knows, from its manifest and its process. One that has
     * a row is left as it is.
     */
    public Answer adopt(UUID vm, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    if (isKnown(vm)) {
                        return new Answer.Unchanged(vm);
                    }
                    Manifest manifest = manifests.require(vm);
                    Target target = new Target("vm", vm, manifest.name());
                    return requests.submit(acts.adopt(), target, AdoptVm.Payload.of(manifest), ask);
                });
    }

    /** Records an image that no row knows as an available disk; throws where it is none. */
    UUID adoptDisk(UUID id, DiskFormat format) {
        @Nullable UUID image = files.imageOf(id, format).orElse(null);
        AdoptDisk.Payload payload =
                new AdoptDisk.Payload(id, format, files.soundSize(id, format, image), image);
        return requests.submit(acts.adoptDisk(), payload.target(), payload);
    }

    private boolean isKnown(UUID vm) {
        return QuarkusTransaction.requiringNew().call(() -> vms.findByIdOptional(vm).isPresent());
    }
}
