import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of the bench's own; whatever runs in it ends, and all of it goes, when it is closed. */
record Workplace(Path root) implements AutoCloseable {
    static Workplace make() throws IOException {
        // Short, because socket paths are; passable, because QEMU may run as another user.
        Path root = Files.createTempDirectory("vmb");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        Workplace made = new Workplace(root);
        Runtime.getRuntime().addShutdownHook(new Thread(made::close));
        return made;
    }

    /** A folder for a daemon or for raw machines. */
    Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return folder;
    }

    @Override
    public void close() {
        // Nobody else has machines in a folder with this random name.
        ProcessHandle.allProcesses().filter(this::isMachineHere).forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> tree = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : leavesFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("not removed: " + root + ": " + e);
        }
    }

    private boolean isMachineHere(ProcessHandle process) {
        return commandLine(process.pid()).filter(line -> line.contains(root + "/")).isPresent();
    }

    private static java.util.Optional<String> commandLine(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return java.util.Optional.of(line).filter(text -> text.startsWith("qemu-system-"));
        } catch (IOException gone) {
            return java.util.Optional.empty();
        }
    }
}
