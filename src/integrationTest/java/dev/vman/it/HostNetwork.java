package dev.vman.it;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Links, addresses, routes and filters, as the kernel tells them. */
record HostNetwork(Map<String, String> told) {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final List<String> QUESTIONS =
            List.of("ip -br link", "ip -br addr", "ip route show table all", "nft list ruleset");

    /** Whether a link has a carrier follows its ports after a while. */
    private static final Pattern CARRIER =
            Pattern.compile(" linkdown|NO-CARRIER,|,LOWER_UP|(?<=\\s)(UP|DOWN)\\s+");

    HostNetwork {
        told = Map.copyOf(told);
    }

    /** The host's own. */
    static HostNetwork now() {
        return asked(question -> {
            CommandResult answer =
                    Commands.ofThisHost().run(CommandRequest.of(DEADLINE, List.of(question)));
            if (!answer.succeeded()) {
                throw new AssertionError(List.of(question) + ": " + answer);
            }
            return answer.stdout();
        });
    }

    /** That of this namespace. */
    static HostNetwork in(GuestNamespace namespace) {
        return asked(namespace::inside);
    }

    private interface Asking {
        String ask(String... question);
    }

    private static HostNetwork asked(Asking asking) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String question : QUESTIONS) {
            String answer = asking.ask(question.split(" ", -1)).strip();
            String _ = told.put(question, CARRIER.matcher(answer).replaceAll(""));
        }
        return new HostNetwork(told);
    }

    /** What is not as it was. */
    List<String> differencesFrom(HostNetwork before) {
        List<String> found = new ArrayList<>();
        told.forEach((question, now) -> {
            String then = before.told.getOrDefault(question, "");
            if (!now.equals(then)) {
                boolean _ = found.add(question + ": is\n" + now + "\n  and was\n" + then);
            }
        });
        return found;
    }
}
