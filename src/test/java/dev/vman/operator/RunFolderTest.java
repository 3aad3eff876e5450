package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final UUID VM = UUID.fromString("3f8f2c3e-0000-4000-8000-000000000001");

    @TempDir Path folder;

    @Test
    void keepsTheLogsAndRemovesEverythingElse() throws Exception {
        RunFolder run = runFolder(folder);
        run.prepare(OptionalInt.empty());
        Path outside = Files.writeString(folder.resolve("outside"), "mine");
        Files.writeString(run.path().resolve("console.log"), "kept");
        Files.writeString(run.path().resolve("qmp.sock"), "stale");
        Files.createSymbolicLink(run.path().resolve("qemu.log"), outside);
        Files.createDirectories(run.path().resolve("tree/of/its/own"));
        Files.createSymbolicLink(run.path().resolve("tree/link"), folder);

        run.prepare(OptionalInt.empty());

        assertThat(run.path()).isDirectoryContaining("glob:**/console.log");
        assertThat(run.path().toFile().list()).containsExactly("console.log");
        assertThat(outside).hasContent("mine");
        assertThat(mode(run.path())).isEqualTo("rwx------");
    }

    @Test
    void movesAsideWhereTheSocketPathsWouldBeTooLong() throws Exception {
        RunFolder run = runFolder(folder.resolve("x".repeat(120)));

        run.prepare(OptionalInt.empty());
        run.prepare(OptionalInt.empty());

        assertThat(run.path()).isEqualTo(folder.resolve("run").resolve(VM.toString()));
        assertThat(run.vm().run()).isSymbolicLink();
        assertThat(run.vm().run().toRealPath()).isEqualTo(run.path().toRealPath());
        assertThat(mode(run.path())).isEqualTo("rwx------");
    }

    @Test
    void replacesALinkThatIsNoLongerNeeded() throws Exception {
        RunFolder run = runFolder(folder);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(run.vm().folder());
        Files.createSymbolicLink(run.vm().run(), elsewhere);

        run.prepare(OptionalInt.empty());

        assertThat(run.vm().run()).isDirectory();
        assertThat(Files.isSymbolicLink(run.vm().run())).isFalse();
    }

    private RunFolder runFolder(Path storage) {
        VmFolder vm = new StorageLayout(storage).vm(VM);
        return new RunFolder(vm, folder.resolve("run"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
