package dev.vman.image;

import static dev.vman.image.HostileImage.disk;
import static dev.vman.image.HostileImage.iso;

import dev.vman.inventory.ImageKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The corpus: what was done to others, and must not be done to us. */
public final class HostileImages {
    private static final int MIB = 1 << 20;
    private static final long PIB = 1L << 50;
    private static final int BOMB = 200;

    private HostileImages() {}

    /** All of them; each makes its file when it is asked. */
    public static List<HostileImage> all() {
        return Stream.of(leaning(), fields(), features(), others(), polyglots(), packed(), places())
                .flatMap(List::stream)
                .toList();
    }

    /** They name other files, to have them read. */
    private static List<HostileImage> leaning() {
        return List.of(
                disk(
                        "CVE-2015-5163 backing file is a secret",
                        "backing file",
                        secret -> new Qcow2Draft().backing(secret.toString()).bytes()),
                disk(
                        "CVE-2008-2004 guest wrote a qcow2 header with a backing file to its raw disk",
                        "backing file",
                        secret -> new Qcow2Draft().backing(secret.toString()).longer(MIB).bytes()),
                disk(
                        "CVE-2013-1922 backing file with its format",
                        "backing file",
                        secret ->
                                new Qcow2Draft()
                                        .extension(0xe2792aca, "raw")
                                        .backing(secret.toString())
                                        .bytes()),
                disk(
                        "CVE-2015-1851 backing file by a json: name",
                        "backing file",
                        secret ->
                                new Qcow2Draft()
                                        .backing(
                                                "json:{\"driver\":\"file\",\"filename\":\""
                                                        + secret
                                                        + "\"}")
                                        .bytes()),
                disk(
                        "CVE-2015-5163 backing file on a network",
                        "backing file",
                        _ -> new Qcow2Draft().backing("nbd://127.0.0.1:10809/x").bytes()),
                disk(
                        "CVE-2015-5163 backing file's place without its length",
                        "backing file",
                        _ -> new Qcow2Draft().putLong(8, 512).bytes()),
                disk(
                        "CVE-2015-5163 backing file's length without its place",
                        "backing file",
                        _ -> new Qcow2Draft().putInt(16, 9).bytes()),
                disk(
                        "CVE-2014-0145 backing file's name behind the file's end",
                        "backing file",
                        _ -> new Qcow2Draft().putLong(8, Long.MAX_VALUE).putInt(16, 4096).bytes()),
                disk(
                        "CVE-2015-5163 backing file of version 2",
                        "backing file",
                        secret -> new Qcow2Draft().putInt(4, 2).backing(secret.toString()).bytes()),
                disk(
                        "CVE-2024-32498 external data file is a secret",
                        "data file",
                        secret ->
                                new Qcow2Draft()
                                        .putLong(72, 4)
                                        .extension(0x44415441, secret.toString())
                                        .bytes()),
                disk(
                        "CVE-2024-32498 external data file's name without its feature",
                        "data file",
                        secret ->
                                new Qcow2Draft().extension(0x44415441, secret.toString()).bytes()),
                disk(
                        "CVE-2024-4467 external data file by a json: name",
                        "data file",
                        secret ->
                                new Qcow2Draft()
                                        .putLong(72, 4)
                                        .extension(
                                                0x44415441,
                                                "json:{\"driver\":\"raw\",\"file.filename\":\""
                                                        + secret
                                                        + "\"}")
                                        .bytes()),
                disk(
                        "CVE-2024-32498 raw external data, without a data file",
                        "unknown features",
                        _ -> new Qcow2Draft().putLong(88, 2).bytes()),
                disk(
                        "CVE-2022-47951 VMDK descriptor that names a secret",
                        "VMDK",
                        secret ->
                                text(
                                        "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\n"
                                                + "RW 1 FLAT \""
                                                + secret
                                                + "\" 0\n")));
    }

    /** Header fields out of range. */
    private static List<HostileImage> fields() {
        return List.of(
                field("CVE-2014-0144 clusters of 2 bytes", "clusters of a size", 20, 1),
                field("CVE-2014-0144 clusters of 4 GiB", "clusters of a size", 20, 32),
                field("CVE-2014-0144 clusters of a negative size", "clusters of a size", 20, -1),
                field("CVE-2014-0143 first table of 32 GiB", "first table", 36, -1),
                field("CVE-2014-0143 first table too short", "too short", 36, 0),
                field("CVE-2014-0147 no reference table", "reference table", 56, 0),
                field("CVE-2014-0144 reference table of 256 TiB", "reference table", 56, -1),
                field("CVE-2014-0147 reference counts of 2 GiB", "reference counts", 96, 34),
                field("CVE-2014-0145 header shorter than its fields", "header of a length", 100, 8),
                field("CVE-2014-0145 header of 4 GiB", "header of a length", 100, -8),
                field("CVE-2014-0145 too many snapshots", "too many internal", 60, 65_536),
                field("CVE-2014-0146 snapshots nowhere", "snapshots outside", 60, 1),
                wide("CVE-2014-0143 first table at the end of the world", "first table", 40, ~0),
                wide("CVE-2014-0143 first table in the header", "first table", 40, 0),
                wide("CVE-2014-0143 first table off its border", "first table", 40, 196_609),
                wide("CVE-2014-0147 reference table elsewhere", "reference table", 48, PIB),
                wide("CVE-2013-2096 2 PiB for a guest", "max-size", 24, 2 * PIB),
                wide("CVE-2014-0223 a size that overflows", "max-size", 24, Long.MIN_VALUE),
                wide("CVE-2014-0223 a size of half a sector", "number of sectors", 24, 256),
                wide("CVE-2014-0143 second table elsewhere", "outside", Qcow2Draft.L1, PIB),
                disk(
                        "CVE-2014-0145 extension longer than the header",
                        "cut off",
                        _ -> new Qcow2Draft().putInt(104, 77).putInt(108, -1).bytes()),
                disk(
                        "CVE-2014-0143 data cluster behind the file's end",
                        "outside",
                        _ ->
                                new Qcow2Draft()
                                        .longer(Qcow2Draft.CLUSTER)
                                        .putLong(Qcow2Draft.L1, 4L * Qcow2Draft.CLUSTER)
                                        .putLong(4 * Qcow2Draft.CLUSTER, PIB)
                                        .bytes()),
                disk(
                        "CVE-2014-0143 compressed cluster behind the file's end",
                        "outside",
                        _ ->
                                new Qcow2Draft()
                                        .longer(Qcow2Draft.CLUSTER)
                                        .putLong(Qcow2Draft.L1, 4L * Qcow2Draft.CLUSTER)
                                        .putLong(4 * Qcow2Draft.CLUSTER, 1L << 62 | 1L << 50)
                                        .bytes()),
                disk("CVE-2014-0144 cut in its header", "cut off", _ -> new Qcow2Draft().cut(90)),
                disk(
                        "CVE-2014-0144 cut before its tables",
                        "outside of the file",
                        _ -> new Qcow2Draft().cut(Qcow2Draft.CLUSTER)));
    }

    private static HostileImage field(String name, String words, int at, int value) {
        return disk(name, words, _ -> new Qcow2Draft().putInt(at, value).bytes());
    }

    private static HostileImage wide(String name, String words, int at, long value) {
        return disk(name, words, _ -> new Qcow2Draft().putLong(at, value).bytes());
    }

    private static List<HostileImage> features() {
        return List.of(
                wide("CVE-2024-32498 unknown feature", "features that are unknown", 72, 1L << 40),
                wide("CVE-2024-32498 unknown compatible feature", "unknown features", 80, 1L << 9),
                wide("CVE-2014-0147 marked as corrupt", "corrupt", 72, 2),
                wide("CVE-2024-4467 unknown compression", "unknown way", 72, 8),
                field("CVE-2024-4467 AES", "encrypted", 32, 1),
                field("CVE-2024-4467 LUKS inside", "encrypted", 32, 2),
                disk(
                        "CVE-2024-4467 LUKS header by an extension",
                        "encrypted",
                        _ -> new Qcow2Draft().extension(0x0537be77, "0123456789abcdef").bytes()),
                field("CVE-2014-0144 version 4", "unknown version", 4, 4),
                field("CVE-2014-0144 version of a billion", "unknown version", 4, 1 << 30));
    }

    /** Formats that have readers with a history. */
    private static List<HostileImage> others() {
        return List.of(
                disk(
                        "CVE-2014-0222 qcow version 1",
                        "qcow, version 1",
                        _ -> begins("QFI\u00fb", 1)),
                disk("CVE-2015-5163 QED", "QED", _ -> begins("QED\0", 0)),
                disk("CVE-2022-47951 VMDK sparse", "VMDK", _ -> begins("KDMV", 1)),
                disk("CVE-2022-47951 VMDK of ESX", "VMDK", _ -> begins("COWD", 1)),
                disk("CVE-2014-0148 VHDX", "VHDX", _ -> begins("vhdxfile", 0)),
                disk("CVE-2014-0144 VHD that grows", "VHD", _ -> begins("conectix", 0)),
                disk(
                        "CVE-2014-0144 VHD by its last sector alone",
                        "VHD",
                        _ -> with(new byte[MIB], MIB - 512, "conectix")),
                disk(
                        "CVE-2014-0144 VDI",
                        "VDI",
                        _ -> ByteBuffer.wrap(new byte[MIB]).putInt(0x40, 0x7f10dabe).array()),
                disk("CVE-2014-0147 Bochs", "Bochs", _ -> begins("Bochs Virtual HD Image", 0)),
                disk("CVE-2014-0143 cloop", "cloop", _ -> begins("#!/bin/sh\n#V2.0 Format", 0)),
                disk("CVE-2014-0142 Parallels", "Parallels", _ -> begins("WithoutFreeSpace", 0)),
                disk(
                        "CVE-2014-0145 DMG by its last sector",
                        "DMG",
                        _ -> with(new byte[MIB], MIB - 512, "koly")),
                disk("CVE-2022-36114 zip", "zip", _ -> begins("PK\3\4", 0)),
                disk("CVE-2022-47951 OVA", "tar", _ -> with(new byte[MIB], 257, "ustar")),
                disk("CVE-2013-2096 nothing at all", "empty", _ -> new byte[0]));
    }

    /** One thing to one program, another to the next. */
    private static List<HostileImage> polyglots() {
        return List.of(
                disk(
                        "CVE-2024-40767 ISO and qcow2 at once",
                        "several things",
                        secret ->
                                new Qcow2Draft()
                                        .put(0x8000, descriptor())
                                        .backing(secret.toString())
                                        .bytes()),
                iso(
                        "CVE-2024-40767 qcow2 that passes for an ISO",
                        "several things",
                        secret ->
                                new Qcow2Draft()
                                        .put(0x8000, descriptor())
                                        .backing(secret.toString())
                                        .bytes()),
                disk(
                        "CVE-2024-40767 qcow2 with the last sector of a VHD",
                        "VHD",
                        _ ->
                                new Qcow2Draft()
                                        .text(4 * Qcow2Draft.CLUSTER - 512, "conectix")
                                        .bytes()),
                iso(
                        "CVE-2024-40767 ISO and VMDK",
                        "VMDK",
                        _ -> with(new IsoDraft().bytes(), 0, "KDMV")),
                disk("CVE-2013-1922 ISO as a disk", "ISO image", _ -> new IsoDraft().bytes()),
                iso("CVE-2013-1922 disk as an ISO", "no ISO 9660", _ -> new byte[MIB]),
                iso(
                        "CVE-2014-0144 ISO that is cut off",
                        "cut off",
                        _ -> new IsoDraft().blocks(1 << 30).bytes()),
                iso(
                        "CVE-2014-0142 ISO with blocks of no bytes",
                        "blocks of 0",
                        _ -> new IsoDraft().put(0x8080, new byte[2]).bytes()));
    }

    private static byte[] descriptor() {
        return Arrays.copyOfRange(new IsoDraft().bytes(), 0x8000, 0x8800);
    }

    private static List<HostileImage> packed() {
        byte[] zeros = new byte[MIB];
        return List.of(
                disk("CVE-2022-36114 gzip bomb", "more than", _ -> Packed.gzip(zeros, BOMB)),
                disk("CVE-2022-36114 xz bomb", "more than", _ -> Packed.xz(zeros, BOMB)),
                disk("CVE-2022-36114 zstd bomb", "more than", _ -> Packed.zstd(zeros, BOMB)),
                disk("CVE-2022-36114 gzip in gzip", "gzip", _ -> Packed.gzip(Packed.gzip(zeros))),
                disk(
                        "CVE-2015-5163 backing file in a gzip",
                        "backing file",
                        secret -> Packed.gzip(new Qcow2Draft().backing(secret.toString()).bytes())),
                disk(
                        "CVE-2024-32498 external data file in an xz",
                        "data file",
                        secret ->
                                Packed.xz(
                                        new Qcow2Draft()
                                                .extension(0x44415441, secret.toString())
                                                .bytes())),
                disk(
                        "CVE-2010-0001 gzip that is cut off",
                        "unpacked",
                        _ -> half(Packed.gzip(noise()))),
                disk(
                        "CVE-2020-22916 xz that is cut off",
                        "unpacked",
                        _ -> half(Packed.xz(noise()))),
                disk(
                        "CVE-2024-36114 zstd that is cut off",
                        "unpacked",
                        _ -> half(Packed.zstd(noise()))),
                disk(
                        "CVE-2024-36114 zstd of garbage",
                        "unpacked",
                        _ -> with(noise(), 0, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd})),
                disk(
                        "CVE-2020-22916 xz of garbage",
                        "unpacked",
                        _ -> with(noise(), 0, new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0})));
    }

    /** What is no file of its own. */
    private static List<HostileImage> places() {
        List<HostileImage> places = new ArrayList<>();
        places.add(place("CVE-2017-1002101 link to a secret", Files::createSymbolicLink));
        places.add(place("CVE-2017-18078 second name of a secret", Files::createLink));
        places.add(place("CVE-2017-1002101 FIFO", (file, _) -> fifo(file)));
        places.add(place("CVE-2017-1002101 folder", (file, _) -> Files.createDirectory(file)));
        places.add(
                place(
                        "CVE-2017-1002101 link to a device",
                        (file, _) -> Files.createSymbolicLink(file, Path.of("/dev/zero"))));
        places.add(
                new HostileImage(
                        "CVE-2013-2096 raw with a hole of 2 TiB",
                        ImageKind.DISK,
                        "more than",
                        (file, _) -> {
                            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                                raw.setLength(2L << 40);
                            }
                        }));
        return places;
    }

    private static HostileImage place(String name, HostileImage.Maker maker) {
        return new HostileImage(name, ImageKind.DISK, "can't be imported", maker);
    }

    private static void fifo(Path file) throws IOException {
        try {
            int _ = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** These characters, a number, and a MiB of zeros. */
    private static byte[] begins(String latin, int number) {
        byte[] mark = latin.getBytes(StandardCharsets.ISO_8859_1);
        byte[] image = Arrays.copyOf(mark, MIB);
        ByteBuffer.wrap(image).putInt(mark.length, number);
        return image;
    }

    private static byte[] with(byte[] image, int at, String text) {
        return with(image, at, text(text));
    }

    private static byte[] with(byte[] image, int at, byte[] mark) {
        System.arraycopy(mark, 0, image, at, mark.length);
        return image;
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] noise() {
        byte[] noise = new byte[MIB];
        new java.util.Random(1).nextBytes(noise);
        return noise;
    }
}
