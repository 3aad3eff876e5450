package dev.vman.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A FAT12 file system that holds one program, where UEFI looks for it on removable media. */
final class FatBytes {
    static final int BYTES = 64 << 10;
    private static final int SECTOR = 512;
    private static final int TABLE = 1;
    private static final int ROOT = 2;
    private static final int DATA = 3;
    private static final int FIRST_CLUSTER = 2;
    private static final int LAST = 0xFFF;
    private static final byte FOLDER = 0x10;
    private static final byte FILE = 0x20;
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private FatBytes() {
        bytes.put(0, new byte[] {(byte) 0xEB, 0x3C, (byte) 0x90});
        text(3, "VMANTEST");
        bytes.putShort(11, (short) SECTOR);
        // A sector a cluster, one reserved, one table, 16 entries in the root folder.
        bytes.put(13, (byte) 1);
        bytes.putShort(14, (short) 1);
        bytes.put(16, (byte) 1);
        bytes.putShort(17, (short) 16);
        bytes.putShort(19, (short) (BYTES / SECTOR));
        bytes.put(21, (byte) 0xF8);
        bytes.putShort(22, (short) 1);
        bytes.putShort(24, (short) 32);
        bytes.putShort(26, (short) 2);
        bytes.put(38, (byte) 0x29);
        text(43, "EFI        FAT12   ");
        bytes.putShort(510, (short) 0xAA55);
        next(0, 0xFF8);
        next(1, LAST);
    }

    /** With {@code /EFI/BOOT/BOOTX64.EFI}. */
    static byte[] with(byte[] program) {
        FatBytes fat = new FatBytes();
        int efi = FIRST_CLUSTER;
        int boot = efi + 1;
        int file = boot + 1;
        fat.entry(ROOT * SECTOR, "EFI        ", FOLDER, efi, 0);
        fat.folder(efi, 0);
        fat.entry(place(efi) + 64, "BOOT       ", FOLDER, boot, 0);
        fat.folder(boot, efi);
        fat.entry(place(boot) + 64, "BOOTX64 EFI", FILE, file, program.length);
        int last = file + (program.length - 1) / SECTOR;
        for (int cluster = file; cluster <= last; cluster++) {
            fat.next(cluster, cluster == last ? LAST : cluster + 1);
        }
        fat.bytes.put(place(file), program);
        return fat.bytes.array();
    }

    private static int place(int cluster) {
        return (DATA + cluster - FIRST_CLUSTER) * SECTOR;
    }

    private void folder(int cluster, int parent) {
        next(cluster, LAST);
        entry(place(cluster), ".          ", FOLDER, cluster, 0);
        entry(place(cluster) + 32, "..         ", FOLDER, parent, 0);
    }

    private void entry(int at, String name, byte kind, int cluster, int length) {
        text(at, name);
        bytes.put(at + 11, kind);
        // The first of January 1980.
        bytes.putShort(at + 24, (short) 0x21);
        bytes.putShort(at + 26, (short) cluster);
        bytes.putInt(at + 28, length);
    }

    /** Twelve bits each. */
    private void next(int cluster, int value) {
        int at = TABLE * SECTOR + cluster * 3 / 2;
        int both = Short.toUnsignedInt(bytes.getShort(at));
        bytes.putShort(
                at,
                (short)
                        (cluster % 2 == 0
                                ? (both & 0xF000) | value
                                : (both & 0x000F) | (value << 4)));
    }

    private void text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
