package dev.vman.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What a file takes on its file system: sparse files take less than their length. */
public final class AllocatedSize {
    // struct stat on x86_64 (stat(2)): 144 bytes, st_blocks in units of 512 bytes at offset 64.
    private static final long STAT_BYTES = 144;
    private static final long BLOCKS_AT = 64;
    private static final long BLOCK = 512;
    private static final MethodHandle LSTAT =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("lstat"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS));

    private AllocatedSize() {}

    /** In bytes; empty when there is no such file or it can't be asked. Does not follow a link. */
    public static OptionalLong of(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stat = arena.allocate(STAT_BYTES, Long.BYTES);
            int result = (int) LSTAT.invokeExact(arena.allocateFrom(file.toString()), stat);
            return result == 0
                    ? OptionalLong.of(stat.get(ValueLayout.JAVA_LONG, BLOCKS_AT) * BLOCK)
                    : OptionalLong.empty();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("lstat can't be called", e);
        }
    }
}
