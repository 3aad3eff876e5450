package dev.vman.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Sound images with something wrong in them; the same seed makes the same ones. */
final class MutatedImages {
    private static final int CLUSTER = Qcow2Draft.CLUSTER;
    private static final int L2 = 4 * CLUSTER;
    private static final int DATA = 5 * CLUSTER;
    private static final long COPIED = 1L << 63;
    private static final int MOST_CHANGES = 4;
    private static final int HEADER = 256;
    private static final List<String> MARKS =
            List.of(
                    "QFI\u00fb",
                    "KDMV",
                    "vhdxfile",
                    "conectix",
                    "QED\0",
                    "CD001",
                    "ustar",
                    "\u001f\u008b");
    private static final int[] PLACES = {0, 0x40, 104, 257, 0x8001, L2, DATA};
    private static final int[] EXTENSIONS = {
        0xe2792aca, 0x44415441, 0x0537be77, 0x6803f857, 0x23852875, 77
    };
    private final Random random;
    private final Path canary;

    MutatedImages(long seed, Path canary) {
        this.random = new Random(seed);
        this.canary = canary;
    }

    byte[] next() {
        byte[] image = qcow2();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int change = 0; change < changes; change++) {
            image = change(image);
        }
        return switch (random.nextInt(12)) {
            case 0 -> flipped(Packed.gzip(image));
            case 1 -> flipped(Packed.zstd(image));
            case 2 -> flipped(Packed.xz(Arrays.copyOf(image, CLUSTER)));
            default -> image;
        };
    }

    /** With one cluster of data. */
    private static byte[] qcow2() {
        return new Qcow2Draft()
                .longer(2 * CLUSTER)
                .putLong(Qcow2Draft.L1, L2 | COPIED)
                .putLong(L2, DATA | COPIED)
                .putInt(2 * CLUSTER + 8, 0x00010001)
                .text(DATA, "the data of a guest")
                .bytes();
    }

    /** One that was cut stays as it is. */
    private byte[] change(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image);
        if (image.length < L2 + CLUSTER) {
            return image;
        }
        switch (random.nextInt(9)) {
            case 0 -> image[random.nextInt(HEADER)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes.putInt(4 * random.nextInt(28), (int) odd(image.length));
            case 2 -> bytes.putLong(8 * random.nextInt(14), odd(image.length));
            case 3 -> bytes.putLong(Qcow2Draft.L1 + 8 * random.nextInt(4), odd(image.length));
            case 4 -> bytes.putLong(L2 + 8 * random.nextInt(16), odd(image.length));
            case 5 -> extension(bytes);
            case 6 -> backing(bytes);
            case 7 -> mark(bytes);
            default -> {
                return Arrays.copyOf(image, random.nextInt(image.length));
            }
        }
        return image;
    }

    /** Numbers at which programs go wrong. */
    private long odd(int size) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> (1L << random.nextInt(64)) - 1;
            case 4 -> size - (long) random.nextInt(3) + 1;
            case 5 -> (long) CLUSTER * random.nextInt(8);
            case 6 -> (1L << 62) | (random.nextLong() & 0xffffff);
            default -> random.nextLong();
        };
    }

    private void extension(ByteBuffer bytes) {
        byte[] name = name();
        int type = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
        int length = random.nextInt(4) == 0 ? random.nextInt() : name.length;
        put(bytes, 104, ByteBuffer.allocate(8).putInt(type).putInt(length).array());
        put(bytes, 112, name);
        if (random.nextBoolean()) {
            put(bytes, 79, new byte[] {4});
        }
    }

    private void backing(ByteBuffer bytes) {
        byte[] name = name();
        int at = 512 + random.nextInt(64);
        put(bytes, 8, ByteBuffer.allocate(12).putLong(at).putInt(name.length).array());
        put(bytes, at, name);
    }

    private byte[] name() {
        String path = canary.toString();
        String name =
                switch (random.nextInt(3)) {
                    case 0 -> path;
                    case 1 -> "json:{\"driver\":\"raw\",\"file.filename\":\"" + path + "\"}";
                    default -> "file:" + path;
                };
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private void mark(ByteBuffer bytes) {
        String mark = MARKS.get(random.nextInt(MARKS.size()));
        int place = PLACES[random.nextInt(PLACES.length)];
        put(bytes, place, mark.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void put(ByteBuffer bytes, int at, byte[] value) {
        bytes.put(at, value);
    }

    private byte[] flipped(byte[] packed) {
        int flips = random.nextInt(3);
        for (int flip = 0; flip < flips && packed.length > 0; flip++) {
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return packed;
    }
}
