import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * QEMU spawned directly. Its machines get the arguments of a VM of VMAN's, with other paths and
 * another UUID.
 */
final class RawQemu implements Contestant {
    private final List<String> pattern;
    private final String patternId;
    private final Path patternFolder;
    private final Path root;

    /**
     * Machines like this one.
     *
     * @param pattern the command of the VM {@code patternId}, whose folder is {@code patternFolder}
     */
    RawQemu(List<String> pattern, String patternId, Path patternFolder, Path root) {
        this.pattern = pattern;
        this.patternId = patternId;
        this.patternFolder = patternFolder;
        this.root = root;
    }

    @Override
    public String name() {
        return "raw QEMU";
    }

    @Override
    public Subject machine(int number) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        Path folder = root.resolve(id);
        List<String> command =
                pattern.stream()
                        .map(word -> word.replace(patternFolder.toString(), folder.toString()))
                        .map(word -> word.replace(patternId, id))
                        .toList();
        Path run = folder.resolve("run");
        Path disk = folder.resolve("disk.qcow2");
        RawMachine machine = new RawMachine(command, run, disk);
        Shell.run("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), "64M");
        return machine;
    }
}
