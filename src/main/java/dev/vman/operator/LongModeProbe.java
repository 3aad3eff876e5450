package dev.vman.operator;

import java.util.HexFormat;

/**
 * The smallest guest that gets further than real mode: 64 KiB of firmware that enters long mode
 * with paging, and reports to the {@code isa-debug-exit} device, so that QEMU ends with {@link
 * #EXIT_CODE}. A KVM that runs firmware in real mode and then hangs does not get there. It takes no
 * interrupt and no fault, so passing it is no proof that every guest runs.
 *
 * <p>The image starts at segment F000 below 1 MiB. It holds the code below, a descriptor table and
 * its pointer, and at its end the reset vector. Page tables are built in RAM at 1000, 2000 and 3000
 * (hexadecimal, as all numbers here).
 */
final class LongModeProbe {
    /** The port of {@code isa-debug-exit}. */
    static final String PORT = "0xf4";

    /** 21 written to the device: it ends QEMU with twice that, plus one. */
    static final int EXIT_CODE = 0x21 << 1 | 1;

    private static final int SIZE = 0x10000;
    private static final int REAL_MODE = 0x0000;
    private static final int LONG_MODE = 0x0080;
    private static final int DESCRIPTORS = 0x00a0;
    private static final int DESCRIPTOR_POINTER = 0x00b0;
    private static final int RESET_VECTOR = 0xfff0;

    private static final String REAL_MODE_CODE =
            """
            FA                         ; cli
            66 31 C0                   ; xor eax, eax
            8E D8                      ; mov ds, ax
            8E C0                      ; mov es, ax
            66 BF 00 10 00 00          ; mov edi, 1000           the page tables,
            66 B9 00 0C 00 00          ; mov ecx, C00            three of them,
            FC                         ; cld
            F3 66 67 AB                ; rep stosd               emptied
            66 C7 06 00 10 03 20 00 00 ; mov dword [1000], 2003  level 4 -> level 3
            66 C7 06 00 20 03 30 00 00 ; mov dword [2000], 3003  level 3 -> level 2
            66 C7 06 00 30 83 00 00 00 ; mov dword [3000], 83    the first 2 MiB as one page
            2E 66 0F 01 16 B0 00       ; lgdt [cs:B0]
            66 B8 20 00 00 00          ; mov eax, 20
            0F 22 E0                   ; mov cr4, eax            physical address extension
            66 B8 00 10 00 00          ; mov eax, 1000
            0F 22 D8                   ; mov cr3, eax
            66 B9 80 00 00 C0          ; mov ecx, C0000080       EFER
            0F 32                      ; rdmsr
            66 0D 00 01 00 00          ; or eax, 100             long mode enable
            0F 30                      ; wrmsr
            0F 20 C0                   ; mov eax, cr0
            66 0D 01 00 00 80          ; or eax, 80000001        paging and protection
            0F 22 C0                   ; mov cr0, eax
            66 EA 80 00 0F 00 08 00    ; jmp 8:F0080
            """;

    private static final String LONG_MODE_CODE =
            """
            48 B8 00 00 00 00 21 00 00 00 ; mov rax, 2100000000  21 in a half that only 64 bits have
            48 C1 E8 20                   ; shr rax, 20
            BA F4 00 00 00                ; mov edx, F4
            EE                            ; out dx, al
            F4                            ; hlt
            EB FD                         ; jmp to the hlt
            """;

    private static final String DESCRIPTOR_TABLE =
            """
            00 00 00 00 00 00 00 00 ; null
            00 00 00 00 00 9B 20 00 ; 64-bit code, marked as accessed, since ROM can't be marked
            """;

    private static final String POINTER =
            """
            0F 00       ; limit
            A0 00 0F 00 ; F00A0
            """;

    private static final String RESET = "EA 00 00 00 F0 ; jmp F000:0";

    private LongModeProbe() {}

    /** The firmware image. */
    static byte[] image() {
        byte[] image = new byte[SIZE];
        put(image, REAL_MODE, REAL_MODE_CODE);
        put(image, LONG_MODE, LONG_MODE_CODE);
        put(image, DESCRIPTORS, DESCRIPTOR_TABLE);
        put(image, DESCRIPTOR_POINTER, POINTER);
        put(image, RESET_VECTOR, RESET);
        return image;
    }

    private static void put(byte[] image, int offset, String listing) {
        String digits = listing.replaceAll(";.*", "").replaceAll("\\s", "");
        byte[] code = HexFormat.of().parseHex(digits);
        System.arraycopy(code, 0, image, offset, code.length);
    }
}
