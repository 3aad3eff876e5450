package dev.vman.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * A C function with its errno. A call that blocks must come from a platform thread: it would hold a
 * virtual thread's carrier.
 */
final class NativeFunction {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    static NativeFunction of(String name, FunctionDescriptor signature) {
        return bind(name, signature, Linker.Option.captureCallState("errno"));
    }

    /** One with {@code ...} in its C signature, after so many named parameters. */
    static NativeFunction variadic(String name, int named, FunctionDescriptor signature) {
        return bind(
                name,
                signature,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(named));
    }

    private static NativeFunction bind(
            String name, FunctionDescriptor signature, Linker.Option... options) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        MethodHandle exact = LINKER.downcallHandle(symbol, signature, options);
        int parameters = exact.type().parameterCount();
        MethodType spread = MethodType.methodType(long.class, Object[].class);
        return new NativeFunction(
                name, exact.asSpreader(Object[].class, parameters).asType(spread));
    }

    /** What the function returned; {@code -errno} when that was negative. */
    long call(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            long result = (long) handle.invokeExact(all);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable failure) {
            throw new IllegalStateException("call of " + name, failure);
        }
    }
}
