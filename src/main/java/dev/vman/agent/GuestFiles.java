package dev.vman.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files of the guest, one at a time. The agent's own way of moving files (base64 in JSON) is slow
 * where a guest is emulated, so their bytes go over a port of their own, between us and {@code dd}
 * or {@code cat}.
 */
public final class GuestFiles {
    static final int CHUNK_BYTES = 256 * 1024;
    private static final Duration SCRIPT = Duration.ofSeconds(20);
    private final GuestProcesses processes;
    private final GuestCommands commands;
    private final SocketDial socket;
    private final AgentLimits limits;
    private final Port port;

    GuestFiles(
            GuestProcesses processes,
            GuestCommands commands,
            SocketDial socket,
            AgentLimits limits) {
        this.processes = processes;
        this.commands = commands;
        this.socket = socket;
        this.limits = limits;
        this.port = new Port(limits.turn());
    }

    /**
     * Looks at a regular file.
     *
     * @throws FileRefused there is no such file, or it is none
     */
    public GuestFile find(String path) {
        String[] words = answer(GuestScripts.MEASURE.command(path)).split(" ", 2);
        String device = words.length > 1 ? words[1] : "";
        return new GuestFile(
                size(words[0]), port, () -> start(GuestScripts.SEND.command(device, path)));
    }

    private static long size(String text) {
        try {
            long size = Long.parseLong(text);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new AgentViolation("the guest says no size of the file: " + Excerpt.of(text));
    }

    /**
     * Writes a file as a whole: under another name in the same folder, read back, and then renamed.
     * What was there before stays until then. A symbolic link is replaced, not followed.
     *
     * @throws FileRefused the guest can't write it
     * @throws TransferFailed not all of it arrived; nothing of it is kept
     * @throws IOException from the content
     */
    public WrittenFile write(String path, InputStream content, FileAttributes attributes)
            throws IOException {
        port.take();
        try {
            String temporary = GuestPath.sibling(path, ".vman-" + UUID.randomUUID());
            String device = answer(GuestScripts.PREPARE.command(path, temporary));
            boolean done = false;
            try {
                WrittenFile written = send(device, temporary, content);
                check(written, device, temporary);
                String _ =
                        answer(
                                GuestScripts.COMMIT.command(
                                        temporary,
                                        path,
                                        attributes.mode().orElse(""),
                                        attributes.owner().orElse("")));
                done = true;
                return written;
            } finally {
                if (!done) {
                    remove(temporary);
                }
            }
        } finally {
            port.release();
        }
    }

    private WrittenFile send(String device, String temporary, InputStream content)
            throws IOException {
        Digest digest = new Digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (Transfer transfer = start(GuestScripts.RECEIVE.command(device, temporary))) {
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                digest.add(ByteBuffer.wrap(chunk, 0, count));
                transfer.write(ByteBuffer.wrap(chunk, 0, count));
            }
            transfer.endOfInput();
            succeeded(transfer.awaitEnd());
            return digest.result();
        }
    }

    private void check(WrittenFile written, String device, String temporary) {
        Digest digest = new Digest();
        long left = written.sizeBytes();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        try (Transfer transfer = start(GuestScripts.SEND.command(device, temporary))) {
            while (left > 0) {
                transfer.read(chunk.clear().limit((int) Math.min(left, CHUNK_BYTES)));
                left -= chunk.flip().remaining();
                digest.add(chunk);
            }
            succeeded(transfer.awaitEnd());
        }
        if (!digest.result().equals(written)) {
            throw new TransferFailed("what the guest reads back is not what was sent");
        }
    }

    private Transfer start(List<String> command) {
        return Transfer.with(processes, socket, command, limits.stall());
    }

    private String answer(List<String> script) {
        CommandResult result = commands.run(GuestCommand.of(SCRIPT, script));
        succeeded(result);
        return result.stdout().strip();
    }

    private static void succeeded(CommandResult result) {
        if (result.exitCode() == 0) {
            return;
        }
        String words = Excerpt.of(result.stderr());
        throw switch (result.exitCode()) {
            case 40 -> new FileRefused(FileRefused.Reason.MISSING, words);
            case 41 -> new FileRefused(FileRefused.Reason.NOT_A_FILE, words);
            case 42 -> new AgentSilent(words);
            default ->
                    new FileRefused(
                            FileRefused.Reason.REFUSED,
                            words.isEmpty() ? "exit code " + result.exitCode() : words);
        };
    }

    private void remove(String temporary) {
        try {
            long pid = processes.start(GuestScripts.REMOVE.command(temporary), Optional.empty());
            Deadline end = Deadline.in(limits.question());
            Pace pace = new Pace();
            while (processes.ended(pid).isEmpty() && !end.passed()) {
                pace.pause();
            }
        } catch (AgentException _) {
            // The guest is gone; its file stays under a name that says whose it is.
        }
    }
}
