import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A virsh that stays: one connection to libvirt, as VMAN's client has one. */
final class Virsh {
    private static final String END = "bench-end-of-answer";
    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    Virsh() throws IOException {
        process = new ProcessBuilder("virsh").redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Throws when libvirt says that it failed. */
    void run(String command) throws IOException, InterruptedException {
        commands.write(command + "\necho " + END + "\n");
        commands.flush();
        StringBuilder said = new StringBuilder();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            // The commands themselves are echoed after the prompt.
            if (line.equals(END)) {
                refuseErrors(command, said.toString());
                return;
            }
            said.append(line).append('\n');
        }
        throw new IOException("virsh ended: " + said.toString().strip());
    }

    private static void refuseErrors(String command, String said) throws IOException {
        if (said.contains("error:")) {
            throw new IOException("virsh " + command + ": " + said.strip());
        }
    }
}
