package dev.vman.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.agent.GuestFacts.FileSystem;
import dev.vman.agent.GuestFacts.Interface;
import dev.vman.agent.GuestFacts.Os;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a guest's facts; of long lists the beginning. */
final class FactsReading {
    private static final int MOST = 256;
    private static final int LONGEST = 255;

    private FactsReading() {}

    /** Throws {@link AgentSilent} or {@link AgentViolation}; what is refused is left out. */
    static GuestFacts of(AgentClient agent) {
        return new GuestFacts(
                answer(agent, "guest-get-host-name")
                        .map(json -> text(json, "host-name"))
                        .filter(name -> !name.isEmpty()),
                answer(agent, "guest-get-osinfo").map(FactsReading::os),
                list(answer(agent, "guest-network-get-interfaces"))
                        .map(FactsReading::networkInterface)
                        .toList(),
                list(answer(agent, "guest-get-fsinfo")).map(FactsReading::fileSystem).toList());
    }

    static List<GuestFacts.Interface> interfaces(AgentClient agent) {
        return items(agent.ask("guest-network-get-interfaces"))
                .map(FactsReading::networkInterface)
                .toList();
    }

    private static Optional<JsonNode> answer(AgentClient agent, String command) {
        try {
            return Optional.of(agent.ask(command));
        } catch (AgentRefused _) {
            return Optional.empty();
        }
    }

    private static Stream<JsonNode> list(Optional<JsonNode> json) {
        return json.stream().flatMap(FactsReading::items);
    }

    private static Stream<JsonNode> items(JsonNode json) {
        return StreamSupport.stream(json.spliterator(), false).limit(MOST);
    }

    private static Os os(JsonNode json) {
        String pretty = text(json, "pretty-name");
        return new Os(
                text(json, "id"),
                pretty.isEmpty() ? text(json, "name") : pretty,
                text(json, "version-id"),
                text(json, "kernel-release"),
                text(json, "machine"));
    }

    private static Interface networkInterface(JsonNode json) {
        List<String> addresses =
                items(json.path("ip-addresses"))
                        .map(ip -> text(ip, "ip-address") + "/" + ip.path("prefix").asInt(0))
                        .toList();
        return new Interface(text(json, "name"), text(json, "hardware-address"), addresses);
    }

    private static FileSystem fileSystem(JsonNode json) {
        return new FileSystem(
                text(json, "name"),
                text(json, "mountpoint"),
                text(json, "type"),
                json.path("used-bytes").asLong(-1),
                json.path("total-bytes").asLong(-1));
    }

    private static String text(JsonNode json, String field) {
        String text = json.path(field).asText("");
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
