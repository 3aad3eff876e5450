package dev.vman.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The least that UEFI runs: a PE32+ image that prints a word on the serial line, and halts. */
final class EfiProgram {
    private static final int ALIGNMENT = 512;
    private static final int PAGE = 0x1000;
    private static final int PE = 0x40;
    private static final int OPTIONAL = PE + 24;
    private static final int OPTIONAL_BYTES = 0xF0;
    private static final int SECTION = OPTIONAL + OPTIONAL_BYTES;

    /** mov dx,3fd; in al,dx; test al,20; jz (back to in); mov dx,3f8; mov al,... */
    private static final byte[] BEFORE = hex("66BAFD03ECA82074FB66BAF803B0");

    /** out dx,al. */
    private static final byte[] OUT = hex("EE");

    /** cli; hlt; jmp (back to hlt). */
    private static final byte[] HALT = hex("FAF4EBFD");

    private EfiProgram() {}

    static byte[] printing(String word) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (byte letter : (word + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
            code.writeBytes(BEFORE);
            code.write(letter);
            code.writeBytes(OUT);
        }
        code.writeBytes(HALT);
        return image(code.toByteArray());
    }

    private static byte[] image(byte[] code) {
        int codeBytes = (code.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer file = ByteBuffer.allocate(ALIGNMENT + codeBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, "MZ".getBytes(StandardCharsets.US_ASCII));
        file.putInt(0x3C, PE);
        file.put(PE, "PE\0\0".getBytes(StandardCharsets.US_ASCII));
        file.putShort(PE + 4, (short) 0x8664);
        file.putShort(PE + 6, (short) 1);
        file.putShort(PE + 20, (short) OPTIONAL_BYTES);
        // An executable that may lie above 2 GiB.
        file.putShort(PE + 22, (short) 0x22);
        optionalHeader(file, codeBytes);
        file.put(SECTION, ".text".getBytes(StandardCharsets.US_ASCII));
        file.putInt(SECTION + 8, code.length);
        file.putInt(SECTION + 12, PAGE);
        file.putInt(SECTION + 16, codeBytes);
        file.putInt(SECTION + 20, ALIGNMENT);
        file.putInt(SECTION + 36, 0x6000_0020);
        file.put(ALIGNMENT, code);
        return file.array();
    }

    private static void optionalHeader(ByteBuffer file, int codeBytes) {
        file.putShort(OPTIONAL, (short) 0x20B);
        file.putInt(OPTIONAL + 4, codeBytes);
        file.putInt(OPTIONAL + 16, PAGE);
        file.putInt(OPTIONAL + 20, PAGE);
        file.putInt(OPTIONAL + 32, PAGE);
        file.putInt(OPTIONAL + 36, ALIGNMENT);
        file.putInt(OPTIONAL + 56, 2 * PAGE);
        file.putInt(OPTIONAL + 60, ALIGNMENT);
        // Of an EFI application.
        file.putShort(OPTIONAL + 68, (short) 10);
        file.putInt(OPTIONAL + 108, 16);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
