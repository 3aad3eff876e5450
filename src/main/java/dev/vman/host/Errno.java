package dev.vman.host;

/** Error numbers of Linux; the same on all architectures that Java 25 runs on. */
final class Errno {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ENXIO = 6;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;

    private Errno() {}

    /** For a result of {@link NativeFunction#call} below zero. */
    static String describe(long result) {
        int errno = (int) -result;
        return switch (errno) {
            case EPERM -> "operation not permitted (EPERM)";
            case ENOENT -> "no such file (ENOENT)";
            case ESRCH -> "no such process (ESRCH)";
            case 12 -> "out of memory (ENOMEM)";
            case 13 -> "permission denied (EACCES)";
            case 20 -> "not a folder on the way (ENOTDIR)";
            case 16 -> "in use, such as a mount point (EBUSY)";
            case 22 -> "invalid argument (EINVAL)";
            case 23 -> "too many open files on the host (ENFILE)";
            case 24 -> "too many open files (EMFILE)";
            case 28 -> "No space left on device (ENOSPC)";
            case 30 -> "a file system that is read only (EROFS)";
            case ENOSYS -> "not in this kernel (ENOSYS)";
            case 40 -> "a link (ELOOP)";
            case EOPNOTSUPP -> "not on this file system (EOPNOTSUPP)";
            case 122 -> "Disk quota exceeded (EDQUOT)";
            default -> "errno " + errno;
        };
    }
}
