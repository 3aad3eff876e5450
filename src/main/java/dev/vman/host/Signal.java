package dev.vman.host;

/** The signals that have a name of their own on Linux, by number. */
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    ILL(4),
    TRAP(5),
    ABRT(6),
    BUS(7),
    FPE(8),
    KILL(9),
    USR1(10),
    SEGV(11),
    USR2(12),
    PIPE(13),
    ALRM(14),
    TERM(15),
    STKFLT(16),
    CHLD(17),
    CONT(18),
    STOP(19),
    TSTP(20),
    TTIN(21),
    TTOU(22),
    URG(23),
    XCPU(24),
    XFSZ(25),
    VTALRM(26),
    PROF(27),
    WINCH(28),
    IO(29),
    PWR(30),
    SYS(31);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** As people write it: {@code SIGKILL (9)}, or {@code signal 40} for one without a name. */
    public static String describe(int number) {
        String name = nameOf(number);
        return name.startsWith("SIG") ? name + " (" + number + ")" : name;
    }

    /** {@code SIGKILL}, or {@code signal 40} for one without a name. */
    public static String nameOf(int number) {
        for (Signal signal : values()) {
            if (signal.number == number) {
                return "SIG" + signal.name();
            }
        }
        return "signal " + number;
    }
}
