package dev.vman.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The C functions that Java has no door to. All return the C result, or {@code -errno}. */
final class LibC {

    static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int WNOHANG = 1;
    static final int O_CREAT = 0x40;
    static final int O_APPEND = 0x400;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;
    static final int O_DIRECTORY = X86_64 ? 0x10000 : 0x4000;
    static final int O_NOFOLLOW = X86_64 ? 0x20000 : 0x8000;

    private static final long GETDENTS64 = X86_64 ? 217 : 61;
    private static final long SETGROUPS = X86_64 ? 116 : 159;
    private static final long SETRESUID = X86_64 ? 117 : 147;
    private static final long SETRESGID = X86_64 ? 119 : 149;
    private static final long CAPSET = X86_64 ? 126 : 91;
    private static final long PRCTL = X86_64 ? 157 : 167;
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;

    /** glibc has wrappers for the two pidfd calls only since 2.36. */
    private static final NativeFunction SYSCALL_2 =
            NativeFunction.variadic(
                    "syscall",
                    1,
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final NativeFunction SYSCALL_4 =
            NativeFunction.variadic(
                    "syscall",
                    1,
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final NativeFunction SYSCALL_5 =
            NativeFunction.variadic(
                    "syscall",
                    1,
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG));

    private static final NativeFunction OPEN =
            NativeFunction.variadic(
                    "open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final NativeFunction IOCTL =
            NativeFunction.variadic(
                    "ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final NativeFunction FCNTL =
            NativeFunction.variadic(
                    "fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final NativeFunction KLOGCTL =
            NativeFunction.of(
                    "klogctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction CLOSE =
            NativeFunction.of("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final NativeFunction FLOCK =
            NativeFunction.of("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction FALLOCATE =
            NativeFunction.of(
                    "fallocate",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final NativeFunction SETNS =
            NativeFunction.of("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction LSEEK =
            NativeFunction.of(
                    "lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final NativeFunction WAITPID =
            NativeFunction.of(
                    "waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction KILL =
            NativeFunction.of("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction GETEUID =
            NativeFunction.of("geteuid", FunctionDescriptor.of(JAVA_INT));

    private LibC() {}

    static long pidfdOpen(long pid) {
        return SYSCALL_2.call(PIDFD_OPEN, pid, 0L);
    }

    static long pidfdSendSignal(int pidfd, int signal) {
        return SYSCALL_4.call(PIDFD_SEND_SIGNAL, (long) pidfd, (long) signal, 0L, 0L);
    }

    static long open(Path file, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return OPEN.call(arena.allocateFrom(file.toString()), flags, mode);
        }
    }

    /** Fills the buffer with as many of a folder's entries as fit; 0 at their end. */
    static long directoryEntries(int fd, MemorySegment buffer) {
        return SYSCALL_4.call(GETDENTS64, (long) fd, buffer.address(), buffer.byteSize(), 0L);
    }

    /** syslog(2): the last messages of the kernel, as many as fit; how many bytes. */
    static long kernelMessages(int action, MemorySegment buffer) {
        return KLOGCTL.call(action, buffer, (int) buffer.byteSize());
    }

    static long ioctl(int fd, long request, MemorySegment argument) {
        return IOCTL.call(fd, request, argument);
    }

    static long fcntl(int fd, int command, long argument) {
        return FCNTL.call(fd, command, argument);
    }

    static void close(int fd) {
        CLOSE.call(fd);
    }

    static long flock(int fd, int operation) {
        return FLOCK.call(fd, operation);
    }

    static long fallocate(int fd, int mode, long offset, long length) {
        return FALLOCATE.call(fd, mode, offset, length);
    }

    static long lseek(int fd, long offset, int whence) {
        return LSEEK.call(fd, offset, whence);
    }

    /** Moves the calling thread, and it alone; only a platform thread stays the same. */
    static long setns(int fd, int kind) {
        return SETNS.call(fd, kind);
    }

    /** Of the calling thread alone, as the next four. */
    static long prctl(int option, long argument) {
        return SYSCALL_5.call(PRCTL, (long) option, argument, 0L, 0L, 0L);
    }

    static long setNoGroups() {
        return SYSCALL_2.call(SETGROUPS, 0L, 0L);
    }

    /** The real, the effective and the saved one. */
    static long setGids(int gid) {
        return SYSCALL_4.call(SETRESGID, (long) gid, (long) gid, (long) gid, 0L);
    }

    static long setUids(int uid) {
        return SYSCALL_4.call(SETRESUID, (long) uid, (long) uid, (long) uid, 0L);
    }

    static long capset(MemorySegment header, MemorySegment sets) {
        return SYSCALL_2.call(CAPSET, header.address(), sets.address());
    }

    static long waitpid(long child, MemorySegment status, int options) {
        return WAITPID.call((int) child, status, options);
    }

    /** Only for a child of ours that is not collected yet: any other pid may be somebody else's. */
    static long killChild(long child, int signal) {
        return KILL.call((int) child, signal);
    }

    static int effectiveUid() {
        return (int) GETEUID.call();
    }
}
