package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.inventory.DiskFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuImgConversionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final ImportWatch GONE =
            new ImportWatch() {
                @Override
                public void at(long done, long total) {}

                @Override
                public boolean cancelled() {
                    return true;
                }
            };

    @TempDir Path root;
    private final List<CommandRequest> requests = new ArrayList<>();

    @Test
    void namesTheFormatAndLimitsEverything() throws IOException {
        convert(new CommandResult(0, "", "", false, false));

        CommandRequest request = requests.getFirst();
        assertThat(request.command())
                .containsExactly(
                        "qemu-img",
                        "convert",
                        "-q",
                        "-f",
                        "raw",
                        "-O",
                        "qcow2",
                        root.resolve("from").toString(),
                        root.resolve("to").toString());
        assertThat(request.deadline()).isEqualTo(DEADLINE);
        assertThat(request.limits().addressSpaceBytes()).isEqualTo(4L << 30);
        assertThat(request.limits().cpuSeconds()).isEqualTo(30);
        assertThat(request.limits().fileSizeBytes()).isBetween(1L << 20, 66L << 20);
    }

    @Test
    void tellsWhyItCouldNot() {
        assertThatThrownBy(() -> convert(new CommandResult(1, "", "bad\u001bfile", false, false)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("bad file");
        assertThatThrownBy(() ->
                        convert(
                                new CommandResult(
                                        1, "", "x: No space left on device", false, false)))
                .isInstanceOf(Failure.NoSpace.class);
        assertThatThrownBy(() -> convert(new CommandResult(137, "", "", true, false)))
                .hasMessageContaining("longer than 30 s");
        assertThatThrownBy(() -> convert(new CommandResult(127, "", "", false, false)))
                .hasMessageContaining("not installed");
    }

    @Test
    void letsTwoConvertAtOnceEachAsAnother() throws Exception {
        ConversionUsers users = ConversionUsers.of("1000-1009");

        try (ConversionUsers.Turn one = users.take(ImportWatch.NOBODY);
                ConversionUsers.Turn two = users.take(ImportWatch.NOBODY)) {
            assertThat(one.user().getAsInt()).isNotEqualTo(two.user().getAsInt());
            assertThatThrownBy(() -> users.take(GONE)).hasMessageContaining("cancelled");
        }
        users.take(ImportWatch.NOBODY).close();
    }

    @Test
    void knowsWhatIsNoRange() {
        assertThatThrownBy(() -> ConversionUsers.of("9-1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConversionUsers.of("root"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConversionUsers.of("0-1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void convert(CommandResult result) throws IOException {
        Path from = Files.write(root.resolve("from"), new byte[512]);
        new QemuImgConversion(
                        request -> {
                            requests.add(request);
                            return result;
                        },
                        ConversionUsers.of("none"),
                        DEADLINE)
                .toQcow2(from, DiskFormat.RAW, 1 << 20, root.resolve("to"), ImportWatch.NOBODY);
    }
}
