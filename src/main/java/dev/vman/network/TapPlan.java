package dev.vman.network;

import static java.util.stream.Collectors.toSet;

import dev.vman.network.PlannedChange.ChangeLink;
import dev.vman.network.PlannedChange.ChangeTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** A tap for each port, and none else. */
final class TapPlan {
    private static final String SUBJECT = "tap";

    private TapPlan() {}

    static List<PlannedChange> removals(DesiredNetwork wanted, ObservedNetwork seen) {
        Set<String> names = wanted.ports().stream().map(Port::tap).collect(toSet());
        Optional<Link> bridge = wanted.foreign() ? Optional.empty() : seen.link(wanted.bridge());
        return seen.tapsOf(bridge).stream()
                .filter(tap -> !names.contains(tap.name()))
                .map(tap -> removal(tap, "No running VM has it."))
                .toList();
    }

    static PlannedChange removal(Link tap, String why) {
        return new ChangeLink(
                new NetworkChange(PlannedChange.REMOVE, SUBJECT, tap.name(), why),
                List.of("link delete dev " + tap.name()));
    }

    static List<PlannedChange> of(DesiredNetwork wanted, ObservedNetwork seen) {
        List<PlannedChange> changes = new ArrayList<>();
        for (Port port : wanted.ports()) {
            seen.link(port.tap())
                    .map(tap -> correction(wanted, port, tap))
                    .orElseGet(() -> Optional.of(addition(wanted, port)))
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private static PlannedChange addition(DesiredNetwork wanted, Port port) {
        List<String> lines = new ArrayList<>();
        // who had the address before is not to be sent what is for this one
        lines.add("neigh flush to " + port.ip() + " dev " + wanted.bridge());
        lines.add(making(port));
        lines.add(joining(wanted, port));
        NetworkChange told =
                new NetworkChange(
                        PlannedChange.ADD, SUBJECT, port.tap(), port.mac() + " " + port.ip());
        return change(told, lines, vlanLines(wanted, port), up(port.tap()));
    }

    /** It carries nothing before it has its VLAN: one that is up is complete. */
    private static ChangeTap change(
            NetworkChange told, List<String> lines, List<String> vlan, List<String> up) {
        return vlan.isEmpty()
                ? new ChangeTap(told, joined(lines, up), vlan, List.of())
                : new ChangeTap(told, lines, vlan, up);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<String> up(String tap) {
        return List.of("link set dev " + tap + " up");
    }

    private static String making(Port port) {
        OptionalInt uid = port.uid();
        return "tuntap add dev "
                + port.tap()
                + " mode tap"
                + (uid.isPresent() ? " user " + uid.getAsInt() : "");
    }

    private static Optional<PlannedChange> correction(DesiredNetwork wanted, Port port, Link tap) {
        if (tap.kind() != Link.Kind.TAP) {
            throw NetworkPlan.failure(
                    "There is a link '" + tap.name() + "' that is no tap.",
                    "Remove the link, which carries a name of VMAN's.");
        }
        if (!tap.owner().equals(port.uid())) {
            return Optional.of(madeAnew(wanted, port));
        }
        if (!tap.master().equals(Optional.of(wanted.bridge()))) {
            return Optional.of(moved(wanted, port, tap));
        }
        return tap.up()
                ? Optional.empty()
                : Optional.of(corrected(port, List.of(), vlanLines(wanted, port), up(port.tap())));
    }

    /** A tap of another user is none that our QEMU could have opened. */
    private static PlannedChange madeAnew(DesiredNetwork wanted, Port port) {
        List<String> lines =
                List.of("link delete dev " + port.tap(), making(port), joining(wanted, port));
        return corrected(port, lines, vlanLines(wanted, port), up(port.tap()));
    }

    /** One that is up would carry on the new bridge before it has its VLAN there. */
    private static PlannedChange moved(DesiredNetwork wanted, Port port, Link tap) {
        List<String> vlan = vlanLines(wanted, port);
        List<String> lines = new ArrayList<>();
        if (tap.up() && !vlan.isEmpty()) {
            lines.add("link set dev " + port.tap() + " down");
        }
        lines.add(joining(wanted, port));
        boolean isUpAlready = tap.up() && vlan.isEmpty();
        return corrected(port, lines, vlan, isUpAlready ? List.of() : up(port.tap()));
    }

    private static PlannedChange corrected(
            Port port, List<String> lines, List<String> vlan, List<String> up) {
        NetworkChange told =
                new NetworkChange(
                        PlannedChange.CORRECT,
                        SUBJECT,
                        port.tap(),
                        String.join("; ", joined(lines, up)));
        return change(told, lines, vlan, up);
    }

    private static String joining(DesiredNetwork wanted, Port port) {
        return "link set dev " + port.tap() + " addrgenmode none master " + wanted.bridge();
    }

    /** On our own bridges the bridge's default does it. */
    private static List<String> vlanLines(DesiredNetwork wanted, Port port) {
        if (!wanted.foreign() || wanted.vlanId().isEmpty()) {
            return List.of();
        }
        return List.of(
                "vlan delete dev " + port.tap() + " vid 1",
                "vlan add dev "
                        + port.tap()
                        + " vid "
                        + wanted.vlanId().getAsInt()
                        + " pvid untagged");
    }
}
