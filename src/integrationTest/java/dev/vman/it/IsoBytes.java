package dev.vman.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The bytes of an ISO image without files: its descriptors, and noise that tells it from others.
 */
final class IsoBytes {
    private static final int BLOCK = 2048;
    private static final int BLOCKS = 96;
    private static final int FIRST_DESCRIPTOR = 16;
    private static final int CATALOG = 20;
    private static final int LOADED = 21;
    private static final int EFI = 22;
    private static final int NOISE = EFI + FatBytes.BYTES / BLOCK;
    private static final byte PRIMARY = 1;
    private static final byte BOOT = 0;
    private static final byte END = (byte) 255;
    private final ByteBuffer bytes =
            ByteBuffer.allocate(BLOCKS * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    private IsoBytes(String name) {
        byte[] noise = new byte[(BLOCKS - NOISE) * BLOCK];
        new Random(name.hashCode()).nextBytes(noise);
        bytes.put(NOISE * BLOCK, noise);
        int primary = descriptor(0, PRIMARY);
        text(primary + 40, name);
        bytes.putInt(primary + 80, BLOCKS);
        bytes.putShort(primary + 128, (short) BLOCK);
    }

    /** One that nothing boots from. */
    static byte[] of(String name) {
        IsoBytes iso = new IsoBytes(name);
        int _ = iso.descriptor(1, END);
        return iso.bytes.array();
    }

    /** One that BIOS and UEFI boot, and that prints its name then: El Torito without emulation. */
    static byte[] bootable(String name) {
        IsoBytes iso = new IsoBytes(name);
        iso.catalog(name);
        return iso.bytes.array();
    }

    private void catalog(String name) {
        int boot = descriptor(1, BOOT);
        text(boot + 7, "EL TORITO SPECIFICATION");
        bytes.putInt(boot + 0x47, CATALOG);
        int _ = descriptor(2, END);
        int validation = CATALOG * BLOCK;
        bytes.put(validation, (byte) 1);
        bytes.putShort(validation + 30, (short) 0xAA55);
        // All of the entry's words have to add up to nothing.
        bytes.putShort(validation + 28, (short) -(0xAA55 + 1));
        entry(validation + 32, LOADED, BLOCK);
        bytes.put(LOADED * BLOCK, BootSector.printing(name));
        int section = validation + 64;
        // The last section, of UEFI, with one entry.
        bytes.put(section, new byte[] {(byte) 0x91, (byte) 0xEF, 1});
        entry(section + 32, EFI, FatBytes.BYTES);
        bytes.put(EFI * BLOCK, FatBytes.with(EfiProgram.printing(name)));
    }

    private void entry(int at, int block, int length) {
        bytes.put(at, (byte) 0x88);
        bytes.putShort(at + 6, (short) (length / BootSector.BYTES));
        bytes.putInt(at + 8, block);
    }

    private int descriptor(int number, byte type) {
        int at = (FIRST_DESCRIPTOR + number) * BLOCK;
        bytes.put(at, type);
        text(at + 1, "CD001");
        bytes.put(at + 6, (byte) 1);
        return at;
    }

    private void text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
