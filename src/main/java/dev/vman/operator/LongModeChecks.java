package dev.vman.operator;

/**
 * What {@link LongModeProbe} does once it is in long mode. Each check jumps over a {@code ud2} when
 * it is content, and falls into it when not; nobody handles that exception. Checks may stand in any
 * order: none jumps out of itself.
 */
final class LongModeChecks {
    /** A write to the one page that is not mapped faults, and works once the handler mapped it. */
    private static final String FAULT =
            """
            BF 00 F0 7F 00                ; mov edi, 7FF000
            48 B8 00 00 00 00 21 00 00 00 ; mov rax, 2100000000  a half that only 64 bits have
            48 89 07                      ; mov [rdi], rax
            0F 20 D2                      ; mov rdx, cr2
            48 39 FA                      ; cmp rdx, rdi         it faulted there
            74 02                         ; je over the ud2
            0F 0B                         ; ud2
            48 3B 07                      ; cmp rax, [rdi]
            74 02                         ; je over the ud2
            0F 0B                         ; ud2
            """;

    static final String PAGE_FAULT_HANDLER =
            """
            C7 04 25 F8 7F 00 00 03 F0 7F 00 ; mov dword [7FF8], 7FF003
            48 83 C4 08                      ; add rsp, 8        the error code
            48 CF                            ; iretq
            """;

    /** KVM's own interpreter, which some KVMs run kernels with, does not know movd. */
    private static final String SSE =
            """
            B8 04 03 02 01 ; mov eax, 01020304
            66 0F 6E C0    ; movd xmm0, eax
            66 0F 70 C0 00 ; pshufd xmm0, xmm0, 0
            66 0F FE C0    ; paddd xmm0, xmm0
            66 0F EF C9    ; pxor xmm1, xmm1
            66 0F F6 C1    ; psadbw xmm0, xmm1  eight bytes, twice 1 + 2 + 3 + 4 doubled
            66 48 0F 7E C0 ; movq rax, xmm0
            48 83 F8 28    ; cmp rax, 28
            74 02          ; je over the ud2
            0F 0B          ; ud2
            """;

    /** 2 MiB are filled, copied, and summed up where they were copied to. */
    private static final String MEMORY =
            """
            B8 B9 79 37 9E                ; mov eax, 9E3779B9
            BF 00 00 20 00                ; mov edi, 200000
            B9 00 00 08 00                ; mov ecx, 80000
            F3 AB                         ; rep stosd
            BE 00 00 20 00                ; mov esi, 200000
            BF 00 00 40 00                ; mov edi, 400000
            B9 00 00 08 00                ; mov ecx, 80000
            F3 A5                         ; rep movsd
            BE 00 00 40 00                ; mov esi, 400000
            B9 00 00 08 00                ; mov ecx, 80000
            31 DB                         ; xor ebx, ebx
            AD                            ; next: lodsd
            48 01 C3                      ; add rbx, rax
            FF C9                         ; dec ecx
            75 F8                         ; jne next
            48 B8 00 00 C8 CD BB F1 04 00 ; mov rax, 4F1BBCDC80000  80000 times 9E3779B9
            48 39 D8                      ; cmp rax, rbx
            74 02                         ; je over the ud2
            0F 0B                         ; ud2
            """;

    /**
     * 32 million instructions: some ms for a CPU, 50 ms emulated, over 5 s where KVM interprets
     * them.
     */
    private static final String WORK =
            """
            B9 00 00 80 00    ; mov ecx, 800000
            31 C0             ; xor eax, eax
            69 C0 0D 66 19 00 ; next: imul eax, eax, 19660D
            01 C8             ; add eax, ecx
            FF C9             ; dec ecx
            75 F4             ; jne next
            3D 00 00 40 F0    ; cmp eax, F0400000
            74 02             ; je over the ud2
            0F 0B             ; ud2
            """;

    /** Eight ticks of the timer, 1 ms each, wake the CPU from its sleep. */
    private static final String TIMER =
            """
            C7 04 25 00 90 00 00 00 00 00 00 ; mov dword [9000], 0
            BF 00 00 E0 FE                   ; mov edi, FEE00000          the local APIC:
            C7 87 F0 00 00 00 FF 01 00 00    ; mov dword [rdi + F0], 1FF  on,
            C7 87 50 03 00 00 00 07 00 00    ; mov dword [rdi + 350], 700 and lets the PIC through
            B0 11                            ; mov al, 11                 the PIC,
            E6 20                            ; out 20, al                 to be told more:
            B0 20                            ; mov al, 20
            E6 21                            ; out 21, al                 its vectors begin at 20,
            B0 04                            ; mov al, 4
            E6 21                            ; out 21, al                 the second one is at 2,
            B0 01                            ; mov al, 1
            E6 21                            ; out 21, al                 as on a PC;
            B0 FE                            ; mov al, FE
            E6 21                            ; out 21, al                 only the timer may call
            B0 34                            ; mov al, 34
            E6 43                            ; out 43, al                 the timer: periodic,
            B0 A9                            ; mov al, A9
            E6 40                            ; out 40, al
            B0 04                            ; mov al, 4
            E6 40                            ; out 40, al                 1193182 Hz / 4A9
            FB                               ; wait: sti
            F4                               ; hlt
            FA                               ; cli
            83 3C 25 00 90 00 00 08          ; cmp dword [9000], 8
            72 F3                            ; jb wait
            """;

    static final String TIMER_HANDLER =
            """
            50                      ; push rax
            FF 04 25 00 90 00 00    ; inc dword [9000]
            B0 20                   ; mov al, 20
            E6 20                   ; out 20, al  done with this interrupt
            58                      ; pop rax
            48 CF                   ; iretq
            """;

    private static final String REPORT =
            """
            B0 21 ; mov al, 21
            E6 F4 ; out F4, al
            F4    ; again: hlt
            EB FD ; jmp again
            """;

    static final String ALL = FAULT + SSE + MEMORY + WORK + TIMER + REPORT;

    private LongModeChecks() {}
}
