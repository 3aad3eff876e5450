package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people, crashes and guests do inside of disks' files. */
@Tag("integration")
@Timeout(120)
class ImagesIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final long MIB = 1 << 20;

    @Test
    void findsDamagedTablesUntilTheFileIsRestored() throws IOException {
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        qemuIo(disk.file());
        Path backup = Files.copy(disk.file(), disk.file().resolveSibling("backup"));
        try {
            // The refcount block's entries: every cluster in use is called free.
            long refcountBlock = readLong(disk.file(), readLong(disk.file(), 48));
            write(disk.file(), refcountBlock, new byte[512]);

            JsonNode found = finding(disk);
            assertThat(found.path("severity").asText()).isEqualTo("error");
            assertThat(found.path("evidence").path("seen").asText()).contains("corruption");

            Files.copy(backup, disk.file(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(findings(disk)).isEmpty();
        } finally {
            Files.deleteIfExists(backup);
        }
    }

    @Test
    void findsASizeThatIsNotTheRecordedOne() throws IOException {
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        byte[] eightMib = new byte[] {0, 0, 0, 0, 0, (byte) 0x80, 0, 0};
        write(disk.file(), 24, eightMib);

        JsonNode evidence = finding(disk).path("evidence");
        assertThat(evidence.path("recorded").asText()).contains("1048576");
        assertThat(evidence.path("seen").asText()).contains("8388608");

        write(disk.file(), 24, new byte[] {0, 0, 0, 0, 0, 0x10, 0, 0});
        assertThat(findings(disk)).isEmpty();
    }

    /** Whether the other is there makes no difference: it is never looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "/gone/base.qcow2"})
    void findsAFileThatWouldReadAnother(String other) throws IOException {
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        run(
                "qemu-img",
                "rebase",
                "-u",
                "-f",
                "qcow2",
                "-F",
                "raw",
                "-b",
                other,
                disk.file().toString());

        JsonNode found = finding(disk);
        assertThat(found.path("severity").asText()).isEqualTo("error");
        assertThat(found.path("evidence").path("seen").asText()).contains(other);

        run("qemu-img", "rebase", "-u", "-f", "qcow2", "-b", "", disk.file().toString());
        assertThat(findings(disk)).isEmpty();
    }

    @Test
    void seesTheSizeOfADiskThatAVmUses() {
        Vm vm = DAEMON.createBare().started();
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        disk.attach(vm, "scsi").ok();
        assertThat(findings(disk)).isEmpty();
        try (var qmp = vm.spareQmp()) {
            JsonNode _ =
                    qmp.execute(
                            "block_resize",
                            Map.of("node-name", disk.node(), "size", 4 * MIB),
                            Duration.ofSeconds(5));
        }

        assertThat(finding(disk).path("evidence").path("seen").asText()).contains("4194304");
    }

    private static JsonNode finding(TestDisk disk) {
        List<JsonNode> all = findings(disk);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /** What is open of this disk after a look into all files. */
    private static List<JsonNode> findings(TestDisk disk) {
        JsonNode report = DAEMON.api().post("observer/actions/run?deep=true", Map.of()).ok();
        assertThat(report.path("checked").path("images").asInt()).isPositive();
        return DAEMON.api()
                .items("findings?limit=1000&state=open&kind=disk-state-mismatch")
                .filter(found ->
                        found.path("subject").path("id").asText().equals(disk.id().toString()))
                .toList();
    }

    private static void qemuIo(Path file) {
        run("qemu-io", "-f", "qcow2", "-c", "write 0 512k", file.toString());
    }

    private static void run(String... command) {
        CommandResult result =
                Commands.ofThisHost().run(CommandRequest.of(Duration.ofSeconds(30), command));
        assertThat(result.succeeded()).as(result.stdout() + result.stderr()).isTrue();
    }

    private static long readLong(Path file, long at) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(at);
            return open.readLong();
        }
    }

    private static void write(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }
}
