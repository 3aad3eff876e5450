package dev.vman.network;

import static java.util.stream.Collectors.toSet;

import dev.vman.network.PlannedChange.ChangeLink;
import dev.vman.network.PlannedChange.ChangeTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
        lines.add("link set dev " + port.tap() + " addrgenmode none master " + wanted.bridge());
        NetworkChange told =
                new NetworkChange(
                        PlannedChange.ADD, SUBJECT, port.tap(), port.mac() + " " + port.ip());
        return change(told, lines, vlanLines(wanted, port), up(port.tap()));
    }

    /** It carries nothing before it has its VLAN: one that is up is complete. */
    private static ChangeTap change(
            NetworkChange told, List<String> lines, List<String> vlan, List<String> up) {
        if (vlan.isEmpty()) {
            lines.addAll(up);
        }
        return new ChangeTap(told, lines, vlan, vlan.isEmpty() ? List.of() : up);
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

    /** A tap of another user is none that our QEMU could have opened. */
    private static Optional<PlannedChange> correction(DesiredNetwork wanted, Port port, Link tap) {
        if (tap.kind() != Link.Kind.TAP) {
            throw NetworkPlan.failure(
                    "There is a link '" + tap.name() + "' that is no tap.",
                    "Remove the link, which carries a name of VMAN's.");
        }
        List<String> lines = new ArrayList<>();
        if (!tap.owner().equals(port.uid())) {
            lines.add("link delete dev " + tap.name());
            lines.add(making(port));
        }
        boolean anew = !lines.isEmpty();
        boolean moved = anew || !tap.master().equals(Optional.of(wanted.bridge()));
        if (moved) {
            lines.add("link set dev " + tap.name() + " addrgenmode none master " + wanted.bridge());
        }
        boolean unfinished = moved || !tap.up();
        if (!unfinished) {
            return Optional.empty();
        }
        List<String> vlan = vlanLines(wanted, port);
        if (moved && !anew && tap.up() && !vlan.isEmpty()) {
            lines.addFirst("link set dev " + tap.name() + " down");
        }
        List<String> up = anew || !tap.up() || !vlan.isEmpty() ? up(tap.name()) : List.of();
        List<String> all = new ArrayList<>(lines);
        all.addAll(up);
        NetworkChange told =
                new NetworkChange(
                        PlannedChange.CORRECT, SUBJECT, tap.name(), String.join("; ", all));
        return Optional.of(change(told, lines, vlan, up));
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
