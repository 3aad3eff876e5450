import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** QEMU itself, with the arguments that VMAN gives it, in a folder of its own. */
final class RawMachine implements Subject {
    private final List<String> command;
    private final Path run;
    private final Path disk;
    private final String node = "d" + UUID.randomUUID().toString().replace("-", "").substring(0, 30);
    private Process qemu;
    private RawQmp qmp;

    /**
     * A machine that has not been started.
     *
     * @param run where its arguments put its sockets
     */
    RawMachine(List<String> command, Path run, Path disk) throws IOException {
        this.command = command;
        this.run = run;
        this.disk = disk;
        Files.createDirectories(run);
    }

    @Override
    public void start() throws IOException, InterruptedException {
        File log = run.resolve("qemu.log").toFile();
        qemu =
                new ProcessBuilder(command)
                        .directory(run.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        qmp = RawQmp.connect(run.resolve("qmp.sock"), qemu);
        qmp.execute("{\"execute\":\"cont\"}");
    }

    @Override
    public void attach() throws IOException {
        qmp.execute(
                """
                {"execute":"blockdev-add","arguments":{"driver":"qcow2","node-name":"%s",\
                "read-only":false,"discard":"unmap","backing":null,\
                "file":{"driver":"file","filename":"%s"}}}"""
                        .formatted(node, disk));
        qmp.execute(
                """
                {"execute":"device_add","arguments":{"driver":"virtio-blk-pci","id":"disk-0",\
                "bus":"rp0","addr":"0x0","drive":"%s","serial":"bench"}}"""
                        .formatted(node));
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        qmp.execute("{\"execute\":\"quit\"}");
        if (!qemu.waitFor(30, TimeUnit.SECONDS)) {
            throw new IOException("QEMU did not quit");
        }
    }

    @Override
    public void reset() throws IOException {
        qmp.close();
        for (String socket : List.of("qmp.sock", "qmp-spare.sock", "serial.sock", "vnc.sock")) {
            Files.deleteIfExists(run.resolve(socket));
        }
    }
}
