package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.operator.HostForward.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The forwards of a live machine's NICs in user mode. QMP has no commands for them, so they go
 * through the human monitor, whose answers are text; what is asked of it is made of numbers alone.
 */
final class UserForwards {
    private static final Duration COMMAND = Duration.ofSeconds(5);
    private static final String HMP = "human-monitor-command";
    private static final String TAKEN = "could not set up host forwarding rule";

    /** Such as {@code TCP[HOST_FORWARD] 12 127.0.0.1 2222 10.0.2.15 22 0 0}. */
    private static final Pattern LISTED =
            Pattern.compile(
                    "^ +(TCP|UDP)\\[HOST_FORWARD\\] +\\d+ +127\\.0\\.0\\.1 +(\\d{1,5})"
                            + " +[0-9.]+ +(\\d{1,5}) ");

    private static final Pattern WAITING =
            Pattern.compile("^ +TCP\\[SYN_\\w+\\] +\\d+ +127\\.0\\.0\\.1 +(\\d{1,5}) ");

    private static final Pattern HEADING = Pattern.compile("^Hub -?\\d+ \\((\\w+)\\):$");

    private final QmpLink link;

    UserForwards(QmpLink link) {
        this.link = link;
    }

    List<HostForward> of(int nic) {
        return listed(ask("info usernet"), DeviceJson.netdevId(nic));
    }

    /** The lines under a netdev's heading; those of other netdevs are left out. */
    static List<HostForward> listed(String text, String netdev) {
        return text.lines()
                .dropWhile(line -> !heads(line, netdev))
                .skip(1)
                .takeWhile(line -> !HEADING.matcher(line).matches())
                .flatMap(line -> parse(line).stream())
                .toList();
    }

    private static boolean heads(String line, String netdev) {
        Matcher heading = HEADING.matcher(line);
        return heading.matches() && heading.group(1).equals(netdev);
    }

    private static Optional<HostForward> parse(String line) {
        Matcher listed = LISTED.matcher(line);
        return listed.find()
                ? Optional.of(
                        new HostForward(
                                Protocol.valueOf(listed.group(1)),
                                Integer.parseInt(listed.group(2)),
                                Integer.parseInt(listed.group(3))))
                : Optional.empty();
    }

    boolean waitsForGuest(int hostPort) {
        return waitsForGuest(ask("info usernet"), hostPort);
    }

    /** A connection's source is listed as the forward's own port. */
    static boolean waitsForGuest(String text, int hostPort) {
        return text.lines()
                .map(WAITING::matcher)
                .anyMatch(line -> line.find() && Integer.parseInt(line.group(1)) == hostPort);
    }

    void add(int nic, HostForward forward) {
        if (of(nic).contains(forward)) {
            return;
        }
        String netdev = DeviceJson.netdevId(nic);
        String answer = ask("hostfwd_add " + netdev + " " + forward.rule()).strip();
        if (!answer.isEmpty()) {
            throw refused(forward, answer);
        }
    }

    void remove(int nic, HostForward forward) {
        if (!of(nic).contains(forward)) {
            return;
        }
        // It says something in any case.
        String answer = ask("hostfwd_remove " + DeviceJson.netdevId(nic) + " " + forward.hostEnd());
        if (of(nic).contains(forward)) {
            throw qemuRefused(forward, answer.strip());
        }
    }

    private static Failure refused(HostForward forward, String answer) {
        return answer.regionMatches(true, 0, TAKEN, 0, TAKEN.length())
                ? new Failure.Conflict(
                        "port-taken",
                        "Port "
                                + forward.hostPort()
                                + " of the host could not be listened on: another program has it,"
                                + " or it is one that needs rights.",
                        "Choose another hostPort, or leave it out to be given a free one.")
                : qemuRefused(forward, answer);
    }

    private static Failure qemuRefused(HostForward forward, String answer) {
        String detail = "QEMU refused the forward " + forward.rule() + ": " + answer;
        return new Failure.HostFailure("qemu-refused", detail, null, null);
    }

    private String ask(String command) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("command-line", command);
        return link.execute(HMP, arguments, COMMAND).asText("");
    }
}
