package dev.vman.operator;

/**
 * How {@link LongModeProbe} gets from the reset vector into long mode, with the first 8 MiB mapped
 * one to one in pages of 4 KiB, all but the last one.
 */
final class LongModeEntry {
    static final String REAL_MODE =
            """
            FA                         ; cli
            66 31 C0                   ; xor eax, eax
            8E D8                      ; mov ds, ax
            8E C0                      ; mov es, ax
            FC                         ; cld
            BF 00 10                   ; mov di, 1000            the page tables,
            B9 00 20                   ; mov cx, 2000            eight of them,
            F3 66 AB                   ; rep stosd               emptied
            66 C7 06 00 10 03 20 00 00 ; mov dword [1000], 2003  level 4 -> level 3
            66 C7 06 00 20 03 30 00 00 ; mov dword [2000], 3003  level 3 -> level 2
            66 C7 06 00 30 03 40 00 00 ; mov dword [3000], 4003  level 2 -> level 1, 2 MiB each
            66 C7 06 08 30 03 50 00 00 ; mov dword [3008], 5003
            66 C7 06 10 30 03 60 00 00 ; mov dword [3010], 6003
            66 C7 06 18 30 03 70 00 00 ; mov dword [3018], 7003
            66 C7 06 18 20 03 80 00 00 ; mov dword [2018], 8003  level 3 -> level 2 of the 4th GiB
            66 C7 06 B8 8F 93 00 E0 FE ; mov dword [8FB8], FEE00093  the local APIC, not cached
            BF 00 40                   ; mov di, 4000            level 1, as one table:
            66 B8 03 00 00 00          ; mov eax, 3              from page 0 on,
            B9 FF 07                   ; mov cx, 7FF             one page less than 8 MiB
            66 89 05                   ; next: mov [di], eax
            83 C7 08                   ; add di, 8
            66 05 00 10 00 00          ; add eax, 1000
            E2 F2                      ; loop next
            2E 66 0F 01 16 30 02       ; lgdt [cs:230]
            66 B8 20 02 00 00          ; mov eax, 220            physical address extension, SSE
            0F 22 E0                   ; mov cr4, eax
            66 B8 00 10 00 00          ; mov eax, 1000
            0F 22 D8                   ; mov cr3, eax
            66 B9 80 00 00 C0          ; mov ecx, C0000080       EFER
            0F 32                      ; rdmsr
            66 0D 00 01 00 00          ; or eax, 100             long mode enable
            0F 30                      ; wrmsr
            0F 20 C0                   ; mov eax, cr0
            66 0D 03 00 00 80          ; or eax, 80000003        paging, protection, FPU is there
            0F 22 C0                   ; mov cr0, eax
            66 EA 00 04 0F 00 08 00    ; jmp 8:F0400
            """;

    static final String LONG_MODE =
            """
            B8 10 00 00 00          ; mov eax, 10
            8E D0                   ; mov ss, eax
            8E D8                   ; mov ds, eax
            8E C0                   ; mov es, eax
            BC 00 A0 00 00          ; mov esp, A000
            0F 01 1C 25 60 02 0F 00 ; lidt [F0260]
            """;

    /** Marked as accessed, since ROM can't be marked. */
    static final String DESCRIPTORS =
            """
            00 00 00 00 00 00 00 00 ; null
            00 00 00 00 00 9B 20 00 ; 64-bit code
            FF FF 00 00 00 93 CF 00 ; data
            """;

    static final String DESCRIPTOR_POINTER =
            """
            17 00       ; limit
            40 02 0F 00 ; F0240
            """;

    static final String GATE_POINTER =
            """
            0F 02                   ; limit
            00 08 0F 00 00 00 00 00 ; F0800
            """;

    static final String PAGE_FAULT_GATE =
            "00 02 08 00 00 8E 0F 00 00 00 00 00 00 00 00 00 ; 8:F0200";

    static final String TIMER_GATE = "70 02 08 00 00 8E 0F 00 00 00 00 00 00 00 00 00 ; 8:F0270";

    static final String RESET_VECTOR = "EA 00 00 00 F0 ; jmp F000:0";

    private LongModeEntry() {}
}
