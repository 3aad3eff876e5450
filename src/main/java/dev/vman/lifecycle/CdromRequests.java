package dev.vman.lifecycle;

import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.Vms;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way in for CD-ROM drives of VMs. Every method throws {@link dev.vman.Failure} to refuse; the
 * answer's target is the VM.
 */
@ApplicationScoped
public class CdromRequests {
    private final Vms vms;
    private final IsoImages images;
    private final ChangeCdrom changing;
    private final AlignCdrom aligning;
    private final Requests requests;

    CdromRequests(
            Vms vms,
            IsoImages images,
            ChangeCdrom changing,
            AlignCdrom aligning,
            Requests requests) {
        this.vms = vms;
        this.images = images;
        this.changing = changing;
        this.aligning = aligning;
        this.requests = requests;
    }

    /**
     * Puts an ISO image into the drive, in place of what lies in it; a VM without a drive gets one.
     *
     * @param image its id or name
     * @param force opens a tray that the guest has locked
     */
    public Answer insert(String vm, String image, boolean force, Ask ask) {
        Vm row = require(vm);
        return change(row, images.find("image", image), force, ask);
    }

    /** Empties the drive, which stays. A VM without one is left as it is. */
    public Answer eject(String vm, boolean force, Ask ask) {
        return change(require(vm), null, force, ask);
    }

    private Answer change(Vm vm, @Nullable UUID image, boolean force, Ask ask) {
        Long version = Versions.demanded(ask, vm.version, "VM '" + vm.name + "'");
        if (!requests.isBusy(vm.id)) {
            if (isSo(vm, image)) {
                return new Answer.Unchanged(vm.id);
            }
            ChangeCdrom.check(vm);
        }
        return requests.submit(
                changing, vm.target(), new ChangeCdrom.Payload(vm.id, image, force, version), ask);
    }

    private boolean isSo(Vm vm, @Nullable UUID image) {
        return QuarkusTransaction.requiringNew().call(() -> changing.isSo(vm, image));
    }

    /** Brings the drive's record in line with what the VM's QEMU has. */
    public Answer align(UUID vm, Ask ask) {
        return requests.once(
                ask,
                () ->
                        requests.submit(
                                aligning,
                                require(vm.toString()).target(),
                                new AlignCdrom.Payload(vm),
                                ask));
    }

    private Vm require(String reference) {
        return QuarkusTransaction.requiringNew()
                .call(() -> vms.require(Reference.parse(reference)));
    }
}
