package dev.vman.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts a child in a session of its own, without the helper program that {@link ProcessBuilder}
 * puts before every one, and which takes as long as a spawn. The calling thread waits until the
 * child executes its program, for which autogroups may let it wait beside busy guests: to be called
 * from a platform thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/posix_spawn.3.html">posix_spawn(3)</a>
 */
final class PosixSpawn implements AutoCloseable {

    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;

    /** The structures are opaque; glibc's largest has 336 bytes. */
    private static final int STRUCTURE = 1024;

    private static final int SIGNAL_SET = 128;

    private static final NativeFunction SPAWN = function("posix_spawnp", 6);
    private static final NativeFunction ACTIONS = function("posix_spawn_file_actions_init", 1);
    private static final NativeFunction ACTIONS_END =
            function("posix_spawn_file_actions_destroy", 1);
    private static final NativeFunction OPEN =
            NativeFunction.of(
                    "posix_spawn_file_actions_addopen",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final NativeFunction DUPLICATE =
            NativeFunction.of(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final NativeFunction CHANGE_DIRECTORY =
            function("posix_spawn_file_actions_addchdir_np", 2);
    private static final NativeFunction CLOSE_FROM =
            NativeFunction.of(
                    "posix_spawn_file_actions_addclosefrom_np",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final NativeFunction ATTRIBUTES = function("posix_spawnattr_init", 1);
    private static final NativeFunction FLAGS =
            NativeFunction.of(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private static final NativeFunction SIGNALS_BLOCKED = function("posix_spawnattr_setsigmask", 2);
    private static final NativeFunction SIGNALS_DEFAULT =
            function("posix_spawnattr_setsigdefault", 2);
    private static final NativeFunction EMPTY_SET = function("sigemptyset", 1);
    private static final NativeFunction FULL_SET = function("sigfillset", 1);

    private final Arena arena = Arena.ofConfined();
    private final String program;
    private final MemorySegment pid = arena.allocate(JAVA_INT);
    private final MemorySegment actions = arena.allocate(STRUCTURE, Long.BYTES);
    private final MemorySegment name;
    private final MemorySegment attributes;
    private final MemorySegment arguments;
    private final MemorySegment environment;

    /**
     * Makes everything ready; to be closed, like {@link #spawn}, by the same thread.
     *
     * @param command the program is looked for on this program's {@code PATH}
     * @param output the descriptor that becomes stdout and stderr
     * @param environment the whole of it
     */
    PosixSpawn(List<String> command, Path directory, int output, Map<String, String> environment)
            throws IOException {
        program = command.getFirst();
        name = arena.allocateFrom(program);
        attributes = attributes(arena);
        arguments = strings(command, arena);
        this.environment = strings(assignments(environment), arena);
        require("actions", ACTIONS.call(actions));
        try {
            setUp(actions, directory, output, arena);
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    /**
     * Returns the child's pid; it stays the child's until it is collected.
     *
     * @throws IOException if nothing was started
     */
    long spawn() throws IOException {
        require(program, SPAWN.call(pid, name, actions, attributes, arguments, environment));
        return pid.get(JAVA_INT, 0);
    }

    /** Makes ready and starts, as above. */
    static long spawn(
            List<String> command, Path directory, int output, Map<String, String> environment)
            throws IOException {
        try (PosixSpawn ready = new PosixSpawn(command, directory, output, environment)) {
            return ready.spawn();
        }
    }

    @Override
    public void close() {
        ACTIONS_END.call(actions);
        arena.close();
    }

    private static NativeFunction function(String name, int pointers) {
        MemoryLayout[] arguments = new MemoryLayout[pointers];
        Arrays.fill(arguments, ADDRESS);
        return NativeFunction.of(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** What happens in the child, in this order. */
    private static void setUp(MemorySegment actions, Path directory, int output, Arena arena)
            throws IOException {
        MemorySegment nothing = arena.allocateFrom("/dev/null");
        require("stdin", OPEN.call(actions, 0, nothing, LibC.O_RDONLY, 0));
        require("stdout", DUPLICATE.call(actions, output, 1));
        require("stderr", DUPLICATE.call(actions, output, 2));
        require("chdir", CHANGE_DIRECTORY.call(actions, arena.allocateFrom(directory.toString())));
        require("close", CLOSE_FROM.call(actions, 3));
    }

    /** A signal that this program blocks or ignores must still reach the child. */
    private static MemorySegment attributes(Arena arena) throws IOException {
        MemorySegment attributes = arena.allocate(STRUCTURE, Long.BYTES);
        MemorySegment signals = arena.allocate(SIGNAL_SET, Long.BYTES);
        require("attributes", ATTRIBUTES.call(attributes));
        EMPTY_SET.call(signals);
        require("mask", SIGNALS_BLOCKED.call(attributes, signals));
        FULL_SET.call(signals);
        require("defaults", SIGNALS_DEFAULT.call(attributes, signals));
        require("flags", FLAGS.call(attributes, (short) (SETSIGMASK | SETSIGDEF | SETSID)));
        return attributes;
    }

    private static List<String> assignments(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** {@code char *[]}, with NULL at its end. */
    private static MemorySegment strings(List<String> strings, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int at = 0; at < strings.size(); at++) {
            array.setAtIndex(ADDRESS, at, arena.allocateFrom(strings.get(at)));
        }
        array.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
        return array;
    }

    /** These functions return the error's number itself. */
    private static void require(String what, long errno) throws IOException {
        if (errno != 0) {
            throw new IOException(what + ": " + Errno.describe(-errno));
        }
    }
}
