import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** libvirt, where there is one that answers. */
final class Libvirt implements Contestant {
    private static final String DOMAIN =
            """
            <domain type="%s">
              <name>%s</name>
              <memory unit="MiB">64</memory>
              <vcpu>1</vcpu>
              <os><type arch="x86_64" machine="q35">hvm</type></os>
              <devices>
                <controller type="pci" model="pcie-root"/>
                <controller type="pci" model="pcie-root-port"/>
                <controller type="pci" model="pcie-root-port"/>
                <controller type="pci" model="pcie-root-port"/>
                <controller type="pci" model="pcie-root-port"/>
                <interface type="user"><model type="virtio"/></interface>
                <serial type="pty"/>
              </devices>
            </domain>
            """;
    private final Virsh virsh;
    private final Path folder;
    private final String type;

    private Libvirt(Virsh virsh, Path folder, String type) {
        this.virsh = virsh;
        this.folder = folder;
        this.type = type;
    }

    /** Says why when there is none. */
    static Optional<Contestant> ofThisHost(Path folder, Map<String, String> settings) {
        try {
            Virsh virsh = new Virsh();
            virsh.run("version");
            String type = settings.containsValue("tcg") ? "qemu" : "kvm";
            return Optional.of(new Libvirt(virsh, folder, type));
        } catch (IOException | InterruptedException e) {
            System.err.println("libvirt is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "libvirt";
    }

    @Override
    public Subject machine(int number) throws IOException, InterruptedException {
        String name = folder.getParent().getFileName() + "-" + number;
        Path xml = folder.resolve(name + ".xml");
        Path disk = folder.resolve(name + ".qcow2");
        Files.writeString(xml, DOMAIN.formatted(type, name));
        Shell.run("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), "64M");
        return new Domain(new Virsh(), name, xml, disk);
    }

    /** A transient domain: it is gone with its process. */
    private record Domain(Virsh virsh, String name, Path xml, Path disk) implements Subject {
        @Override
        public void start() throws IOException, InterruptedException {
            virsh.run("create " + xml);
        }

        @Override
        public void attach() throws IOException, InterruptedException {
            virsh.run(
                    String.join(
                            " ",
                            List.of("attach-disk", name, disk.toString(), "vdb --subdriver qcow2 --live")));
        }

        @Override
        public void stop() throws IOException, InterruptedException {
            virsh.run("destroy " + name);
        }

        @Override
        public void reset() {}
    }
}
