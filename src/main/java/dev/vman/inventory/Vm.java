package dev.vman.inventory;

import dev.vman.journal.Target;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine: what the user wants of it, what was chosen for it once and for all, and what
 * was last seen. {@code machine}, {@code cpuModel} and {@code uid} never change by themselves.
 */
@Entity
public class Vm {
    @Id public UUID id;

    @Column(unique = true)
    public String name;

    /** The host that it lives on. */
    public String host;

    /** Fencing token: grows with every host that takes the VM over. */
    public long epoch;

    public @Nullable UUID template;

    @ElementCollection
    @CollectionTable(name = "vm_label", joinColumns = @JoinColumn(name = "vm"))
    @MapKeyColumn(name = "label")
    @Column(name = "label_value")
    @Fetch(FetchMode.SUBSELECT)
    public Map<String, String> labels = new HashMap<>();

    public int cpus;
    public int memoryMib;
    public String machine;
    public String cpuModel;

    @Enumerated(EnumType.STRING)
    public Firmware firmware = Firmware.BIOS;

    /** Matters where there is a CD-ROM drive. */
    @Enumerated(EnumType.STRING)
    public BootDevice bootFirst = BootDevice.DISK;

    public String network;

    /** It is to get the NIC that it had before there were networks. */
    public boolean beforeNetworks;

    public @Nullable String kernel;
    public @Nullable String initrd;
    public @Nullable String cmdline;

    @Enumerated(EnumType.STRING)
    public RestartPolicy restart;

    public int startOrder;
    public boolean protectedFromDeletion;
    public @Nullable Integer uid;

    @Enumerated(EnumType.STRING)
    public DesiredState desiredState;

    @Enumerated(EnumType.STRING)
    public VmState state;

    public @Nullable String stateReason;
    public Instant observedAt;
    public @Nullable Long pid;
    public @Nullable String processBootId;
    public @Nullable Long processStartTicks;
    public @Nullable Instant processStartedAt;

    /** Automatic restarts since the VM last ran for a while. */
    public int restarts;

    public @Nullable Instant lastRestartAt;
    public Instant createdAt;
    public Instant updatedAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate, or by whoever creates the row
    public Vm() {}

    public Target target() {
        return new Target("vm", id, name);
    }

    public Optional<Boot> boot() {
        return kernel == null ? Optional.empty() : Optional.of(new Boot(kernel, initrd, cmdline));
    }

    public void forgetProcess() {
        pid = null;
        processBootId = null;
        processStartTicks = null;
        processStartedAt = null;
    }
}
