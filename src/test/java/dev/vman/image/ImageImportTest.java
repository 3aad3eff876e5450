package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.host.PathRights;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.ImageKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageImportTest {
    private static final int MIB = 1 << 20;
    @TempDir Path root;
    private ImportLab lab;

    @BeforeEach
    void makeLab() throws IOException {
        lab = new ImportLab(root);
    }

    static Stream<Arguments> sound() {
        byte[] qcow2 = new Qcow2Draft().bytes();
        return Stream.of(
                Arguments.of("raw", new byte[MIB]),
                Arguments.of("raw that ends within a sector", new byte[MIB - 100]),
                Arguments.of("qcow2", qcow2),
                Arguments.of("qcow2 of version 2", new Qcow2Draft().putInt(4, 2).bytes()),
                Arguments.of("qcow2 with lazy counts", new Qcow2Draft().putLong(80, 1).bytes()),
                Arguments.of("packed by gzip", Packed.gzip(qcow2)),
                Arguments.of("packed by xz", Packed.xz(new byte[MIB])),
                Arguments.of("packed by zstd", Packed.zstd(qcow2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void takesWhatIsSound(String name, byte[] content) throws IOException {
        Path file = Files.write(lab.file("image"), content);
        ImageDraft draft = lab.draft(ImageKind.DISK, file);

        ImageNote note = lab.run(draft);

        Path made = lab.layout().image(draft.id(), ImageKind.DISK);
        assertThat(note.virtualBytes()).isEqualTo(MIB);
        assertThat(note.fileBytes()).isEqualTo(Files.size(made));
        assertThat(Files.getPosixFilePermissions(made))
                .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
        assertThat(lab.files()).containsExactlyInAnyOrder(made, lab.layout().imageNote(draft.id()));
        assertThat(lab.converted()).hasSize(1);
    }

    @Test
    void keepsAnIsoAsItIs() throws IOException {
        Path file = Files.write(lab.file("image"), new IsoDraft().bytes());
        ImageDraft draft = lab.draft(ImageKind.ISO, file);

        lab.run(draft);

        assertThat(lab.layout().image(draft.id(), ImageKind.ISO)).hasSameBinaryContentAs(file);
        assertThat(lab.converted()).isEmpty();
    }

    @Test
    void keepsZerosAsHolesAndEveryByte() throws IOException {
        byte[] content = new byte[5 * MIB];
        Arrays.fill(content, 2 * MIB, 3 * MIB, (byte) 7);
        Path from = Files.write(lab.file("image"), content);
        Path to = root.resolve("copy");

        try (FileChannel _ = FileChannel.open(from)) {
            Transfer.write(
                    Files.newInputStream(from),
                    to,
                    Optional.empty(),
                    Pace.of(
                            Long.MAX_VALUE,
                            0,
                            0,
                            java.time.Duration.ofMinutes(1),
                            _ -> {},
                            ImportWatch.NOBODY));
        }

        assertThat(to).hasSameBinaryContentAs(from);
        assertThat(dev.vman.host.AllocatedSize.of(to).orElseThrow()).isLessThan(2L * MIB);
    }

    @Test
    void copiesAFileWithItsHoles() throws IOException {
        Path file = lab.file("image");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (int at : new int[] {MIB, 9 * MIB, 17 * MIB}) {
                raw.seek(at);
                raw.write("data".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
            }
            raw.setLength(40L * MIB);
        }
        ImageDraft draft = lab.draft(ImageKind.DISK, file);

        lab.imports().fetch(draft, ImportWatch.NOBODY);

        Path copy = lab.layout().imageWork(draft.id()).resolve("source");
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(dev.vman.host.AllocatedSize.of(copy).orElseThrow()).isLessThan(4L * MIB);
    }

    @Test
    void leavesAFileWhereItIsThatNobodyCanChange() throws IOException {
        Path file = Files.write(lab.file("image"), new byte[MIB]);
        open(root, lab.layout().root(), lab.layout().imports(), file);
        Assumptions.assumeTrue(PathRights.onlyOursToChange(file.toRealPath()));

        lab.run(lab.draft(ImageKind.DISK, file));

        assertThat(lab.converted()).containsExactly(file.toRealPath());
        assertThat(file).hasSize(MIB);
    }

    @Test
    void copiesAFileThatOthersCanChange() throws IOException {
        Path file = Files.write(lab.file("image"), new byte[MIB]);
        open(root, lab.layout().root(), lab.layout().imports());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        lab.run(lab.draft(ImageKind.DISK, file));

        assertThat(lab.converted().getFirst()).hasFileName("source");
    }

    private static void open(Path... paths) throws IOException {
        for (Path path : paths) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void comparesTheChecksumOfTheSource() throws IOException {
        Path file = Files.write(lab.file("image"), new byte[MIB]);
        ImageDraft draft = lab.draft(ImageKind.DISK, file);
        String right = "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58";

        lab.run(with(draft, right.toUpperCase(java.util.Locale.ROOT)));

        assertThatThrownBy(() -> lab.run(with(draft, right.replace('3', '4'))))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(right);
    }

    @Test
    void notesTheChecksumOfWhatBecameReady() throws IOException {
        ImageDraft draft = lab.draft(ImageKind.DISK, Files.write(lab.file("image"), new byte[MIB]));
        assertThat(lab.run(draft).sha256()).isNull();

        lab.imageFiles().noteChecksum(draft.id(), ImportWatch.NOBODY);

        assertThat(lab.imageFiles().note(draft.id()).sha256())
                .isEqualTo(lab.imageFiles().checksum(draft.id(), ImageKind.DISK).orElseThrow());
    }

    @Test
    void notesNoChecksumOfWhatWasChangedSince() throws IOException {
        ImageDraft draft = lab.draft(ImageKind.DISK, Files.write(lab.file("image"), new byte[MIB]));
        lab.run(draft);
        Path file = lab.layout().image(draft.id(), ImageKind.DISK);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));

        assertThatThrownBy(() -> lab.imageFiles().noteChecksum(draft.id(), ImportWatch.NOBODY))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("not as it was");
        assertThat(lab.imageFiles().note(draft.id()).sha256()).isNull();
    }

    @Test
    void oneOfOurOwnReadersDoesNotKeepAnImage() throws IOException {
        ImageDraft draft = lab.draft(ImageKind.DISK, Files.write(lab.file("image"), new byte[MIB]));
        lab.run(draft);

        try (FileChannel _ = FileChannel.open(lab.layout().image(draft.id(), ImageKind.DISK))) {
            lab.imageFiles().requireUnused(draft.id(), ImageKind.DISK);
        }
    }

    private static ImageDraft with(ImageDraft draft, String sha256) {
        return new ImageDraft(
                draft.id(),
                draft.name(),
                draft.kind(),
                draft.source(),
                Optional.of(sha256),
                draft.createdAt());
    }

    @Test
    void readsNothingOutsideOfItsFolders() throws IOException {
        Path outside = Files.write(root.resolve("outside"), new byte[MIB]);
        Path folder = Files.createDirectory(lab.file("folder"));
        Files.write(folder.resolve("inside"), new byte[MIB]);
        Path link = Files.createSymbolicLink(lab.file("link"), root.toRealPath());

        assertThatThrownBy(() -> check(outside.toString())).hasMessageContaining("outside");
        assertThatThrownBy(() -> check(folder + "/../../../outside")).hasMessageContaining("'..'");
        assertThatThrownBy(() -> check("image")).hasMessageContaining("absolute");
        assertThatThrownBy(() -> check("json:{}")).hasMessageContaining("absolute");
        assertThatThrownBy(() -> check("\0")).hasMessageContaining("absolute");
        assertThatThrownBy(() -> check(link.resolve("outside").toString()))
                .hasMessageContaining("can't be imported");
        assertThatThrownBy(() -> check(lab.file("absent").toString()))
                .hasMessageContaining("can't be imported");
        check(folder.resolve("inside").toString());
    }

    private void check(String path) {
        lab.imports().check(new ImageSource.LocalFile(path));
    }

    @Test
    void doesEachPartAgainAfterADeath() throws IOException {
        Path file = Files.write(lab.file("image"), Packed.gzip(new byte[MIB]));
        ImageDraft draft = lab.draft(ImageKind.DISK, file);
        ImageImport imports = lab.imports();

        for (int time = 0; time < 2; time++) {
            imports.fetch(draft, ImportWatch.NOBODY);
        }
        for (int time = 0; time < 2; time++) {
            imports.unpack(draft, ImportWatch.NOBODY);
        }
        for (int time = 0; time < 2; time++) {
            imports.convert(draft, ImportWatch.NOBODY);
        }
        for (int time = 0; time < 2; time++) {
            imports.publish(draft);
        }

        assertThat(lab.layout().image(draft.id(), ImageKind.DISK)).isRegularFile();
    }

    @Test
    void stopsWhenNobodyWantsItAnyMore() throws IOException {
        Path file = Files.write(lab.file("image"), new byte[MIB]);
        ImportWatch gone =
                new ImportWatch() {
                    @Override
                    public void at(long done, long total) {}

                    @Override
                    public boolean cancelled() {
                        return true;
                    }
                };

        assertThatThrownBy(() -> lab.imports().fetch(lab.draft(ImageKind.DISK, file), gone))
                .hasMessageContaining("cancelled");
    }

    @Test
    void makesAnEmptyQcow2ThatTheGateLetsThrough() throws IOException {
        long size = 3L << 30;

        Verdict verdict =
                new ImageGate(size)
                        .judge(ByteView.of(DryRunConversion.empty(size)), ImageKind.DISK);

        assertThat(verdict).isEqualTo(new Verdict.Disk(DiskFormat.QCOW2, size));
    }
}
