package dev.vman.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Wrapper programs of util-linux, as arguments; each replaces itself by the next, so the pid stays.
 */
final class Confinement {

    private Confinement() {}

    /** A session of its own; does not fork, because a child of ours never leads a process group. */
    static List<String> session() {
        return List.of("setsid");
    }

    static List<String> network(NamespaceName namespace) {
        return List.of("nsenter", "--net=" + namespace.file());
    }

    static List<String> limits(CommandLimits limits) {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--as=", limits.addressSpaceBytes());
        add(arguments, "--cpu=", limits.cpuSeconds());
        add(arguments, "--fsize=", limits.fileSizeBytes());
        if (!arguments.isEmpty()) {
            arguments.addFirst("prlimit");
        }
        return arguments;
    }

    private static void add(List<String> arguments, String option, long limit) {
        if (limit > 0) {
            arguments.add(option + limit);
        }
    }

    private static final List<String> NO_CAPABILITIES =
            List.of("--inh-caps=-all", "--bounding-set=-all");

    /** No way to new rights; and as another user, none of the old ones. */
    static List<String> rights(Optional<Integer> uid) {
        List<String> arguments = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
        uid.ifPresent(id -> {
            arguments.addAll(List.of("--reuid=" + id, "--regid=" + id, "--clear-groups"));
            arguments.addAll(NO_CAPABILITIES);
        });
        return arguments;
    }

    /** As {@link #rights}, and not even root's capabilities for a program that stays root. */
    static List<String> rightsWithoutCapabilities(Optional<Integer> uid) {
        List<String> arguments = new ArrayList<>(rights(uid));
        if (uid.isEmpty()) {
            arguments.addAll(NO_CAPABILITIES);
        }
        return arguments;
    }

    /** Another user with these capabilities, which it can't add to. */
    static List<String> only(int uid, List<String> capabilities) {
        String set =
                "=-all"
                        + capabilities.stream()
                                .map(name -> ",+" + name)
                                .collect(Collectors.joining());
        return List.of(
                "setpriv",
                "--no-new-privs",
                "--reuid=" + uid,
                "--regid=" + uid,
                "--clear-groups",
                "--inh-caps" + set,
                "--ambient-caps" + set,
                "--bounding-set" + set);
    }
}
