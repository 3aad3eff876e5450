package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Presence;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuImgInspectionTest {
    private final FakeCommands commands = new FakeCommands();
    private final QemuImgInspection images = new QemuImgInspection(commands);
    @TempDir Path folder;

    @Test
    void checksBehindEverythingElseAndUnderLimits() {
        answers(FakeCommands.prints("{}"));

        assertThat(check()).isEqualTo(new Presence.Present<>(Optional.empty()));
        CommandRequest request = commands.requests("nice").getFirst();
        assertThat(request.command())
                .startsWith("nice", "-n", "19", "qemu-img", "check")
                .containsSequence("-f", "qcow2")
                .contains("-U");
        assertThat(request.limits().addressSpaceBytes()).isPositive();
        assertThat(request.limits().cpuSeconds()).isPositive();
    }

    @Test
    void tellsCorruptionsAndForgivesLeaks() {
        answers(new CommandResult(2, "{\"corruptions\": 4}", "", false, false));
        assertThat(check().found().orElseThrow().orElseThrow()).contains("4 corruptions");

        answers(FakeCommands.fails(3, "leaked"));
        assertThat(check().found()).contains(Optional.empty());
    }

    @Test
    void takesWhatQemuCanNotOpenForCorruptUnlessTheHostIsTheReason() {
        answers(FakeCommands.fails(1, "qemu-img: Could not open '/x': Invalid refcount table\n"));
        assertThat(check().found().orElseThrow().orElseThrow()).contains("Invalid refcount table");

        answers(FakeCommands.fails(1, "qemu-img: Could not open '/x': Permission denied"));
        assertThat(check()).isInstanceOf(Presence.Unknown.class);
    }

    @Test
    void canNotTellWhereQemuImgIsSlowOrMissingOrKilled() {
        answers(FakeCommands.hangs());
        assertThat(check()).isInstanceOf(Presence.Unknown.class);

        answers(FakeCommands.fails(127, "not found"));
        assertThat(check()).isInstanceOf(Presence.Unknown.class);

        answers(FakeCommands.fails(137, ""));
        assertThat(check()).isInstanceOf(Presence.Unknown.class);
    }

    @Test
    void looksIntoAFileAndIntoNothingElse() throws IOException {
        Path file = Files.write(folder.resolve("raw"), new byte[1024]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(images.look(file, DiskFormat.RAW).found().orElseThrow().sizeBytes())
                .isEqualTo(1024);
        assertThat(images.look(file, DiskFormat.QCOW2).found().orElseThrow().ofItsFormat())
                .isFalse();
        assertThat(images.look(link, DiskFormat.RAW)).isInstanceOf(Presence.Unknown.class);
        assertThat(images.look(folder.resolve("gone"), DiskFormat.RAW).isAbsent()).isTrue();
    }

    private void answers(CommandResult answer) {
        commands.on("nice", answer);
    }

    private Presence<Optional<String>> check() {
        return images.check(folder.resolve("disk"));
    }
}
