package dev.vman.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The least that a BIOS boots: it prints a word on the serial line, and halts. */
final class BootSector {
    static final int BYTES = 512;

    /** mov dx,3fd; in al,dx; test al,20; jz (back to in): until the line takes another byte. */
    private static final byte[] AWAIT = bytes(0xBA, 0xFD, 0x03, 0xEC, 0xA8, 0x20, 0x74, 0xFB);

    /** mov dx,3f8; mov al,... */
    private static final byte[] LOAD = bytes(0xBA, 0xF8, 0x03, 0xB0);

    /** out dx,al. */
    private static final byte[] OUT = bytes(0xEE);

    /** cli; hlt; jmp (back to hlt). */
    private static final byte[] HALT = bytes(0xFA, 0xF4, 0xEB, 0xFD);

    private BootSector() {}

    static byte[] printing(String word) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (byte letter : (word + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
            code.writeBytes(AWAIT);
            code.writeBytes(LOAD);
            code.write(letter);
            code.writeBytes(OUT);
        }
        code.writeBytes(HALT);
        byte[] sector = Arrays.copyOf(code.toByteArray(), BYTES);
        sector[BYTES - 2] = 0x55;
        sector[BYTES - 1] = (byte) 0xAA;
        return sector;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int at = 0; at < values.length; at++) {
            bytes[at] = (byte) values[at];
        }
        return bytes;
    }
}
