package dev.vman.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CD-ROM drives of VMs, apart from their rows. An image that lies in one, or is on its way into
 * one, can't be deleted. Every method joins the caller's transaction.
 */
@ApplicationScoped
public class Cdroms {
    private static final String FITTED = "from VmCdrom c where c.fitted = true";
    private static final int MANY = 100;
    private final EntityManager entities;

    Cdroms(EntityManager entities) {
        this.entities = entities;
    }

    /** Empty where the VM has no drive (yet), or there is no such VM. */
    public Optional<VmCdrom> of(UUID vm) {
        return row(vm).filter(row -> row.fitted);
    }

    private Optional<VmCdrom> row(UUID vm) {
        return Optional.ofNullable(entities.find(VmCdrom.class, vm));
    }

    /** Those that these VMs have, by VM; perhaps some of others. */
    public Map<UUID, VmCdrom> of(Collection<UUID> vms) {
        Map<UUID, VmCdrom> found = new HashMap<>();
        if (!vms.isEmpty()) {
            fitted(vms).getResultList().forEach(row -> found.put(row.vm, row));
        }
        return found;
    }

    /** A statement with a thousand ids takes longer to parse than the few drives to read. */
    private TypedQuery<VmCdrom> fitted(Collection<UUID> vms) {
        if (vms.size() > MANY) {
            return entities.createQuery(FITTED, VmCdrom.class);
        }
        return entities.createQuery(FITTED + " and c.vm in ?1", VmCdrom.class).setParameter(1, vms);
    }

    /** Writes what is to be put in (null: the drive is to be empty); what lies in it is kept. */
    public void expect(UUID vm, @Nullable UUID image) {
        orNew(vm).coming = image;
    }

    /** Forgets what was to be put in, and a drive that was to come with it. */
    public void giveUp(UUID vm) {
        row(vm).ifPresent(row -> {
            row.coming = null;
            if (!row.fitted) {
                entities.remove(row);
            }
        });
    }

    /** Writes that the VM has a drive, with this in it; null: empty. */
    public void set(UUID vm, @Nullable UUID image) {
        VmCdrom row = orNew(vm);
        row.fitted = true;
        row.image = image;
        row.coming = null;
    }

    /** Writes that the VM has no drive. */
    public void remove(UUID vm) {
        row(vm).ifPresent(entities::remove);
    }

    private VmCdrom orNew(UUID vm) {
        return row(vm).orElseGet(() -> {
            VmCdrom row = new VmCdrom(vm);
            entities.persist(row);
            return row;
        });
    }
}
