package dev.vman.network;

import dev.vman.host.ProcessSight;
import java.util.List;

/** One step from what is to what should be. */
sealed interface PlannedChange {
    String ADD = "add";
    String REMOVE = "remove";
    String CORRECT = "correct";

    /** As it is shown to people. */
    NetworkChange told();

    record AddNamespace(String name) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(ADD, "namespace", name, "There is none.");
        }
    }

    /** Lines for one {@code ip -batch}: a link is made, removed or set right. */
    record ChangeLink(NetworkChange told, List<String> lines) implements PlannedChange {
        public ChangeLink {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A tap comes, with the lines for {@code ip}, those for {@code bridge}, and those for {@code
     * ip} that make it carry.
     */
    record ChangeTap(
            NetworkChange told,
            List<String> lines,
            List<String> bridgeLines,
            List<String> lastLines)
            implements PlannedChange {
        public ChangeTap {
            lines = List.copyOf(lines);
            bridgeLines = List.copyOf(bridgeLines);
            lastLines = List.copyOf(lastLines);
        }
    }

    record ReplaceTable(NftTable table, String kind, String why) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(kind, subjectOf(table.family()), table.name(), why);
        }
    }

    /** Ports come to a table that is right but for them. */
    record ExtendTable(NftTable table, List<String> missing, String why) implements PlannedChange {
        public ExtendTable {
            missing = List.copyOf(missing);
        }

        @Override
        public NetworkChange told() {
            return new NetworkChange(CORRECT, subjectOf(table.family()), table.name(), why);
        }
    }

    record RemoveTable(String family, String name) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(REMOVE, subjectOf(family), name, "Its network is gone.");
        }
    }

    /** A file of {@code /proc/sys/net}. */
    record SetKernel(String path, String value) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(CORRECT, "kernel", path, "Becomes " + value + ".");
        }
    }

    /** Servers that run are stopped, what is stale is dropped from the lease file, one starts. */
    record StartDhcp(String network, List<ProcessSight> running, List<Lease> stale, String why)
            implements PlannedChange {
        public StartDhcp {
            running = List.copyOf(running);
            stale = List.copyOf(stale);
        }

        @Override
        public NetworkChange told() {
            return new NetworkChange(running.isEmpty() ? ADD : CORRECT, "dhcp", network, why);
        }
    }

    /** The running server reads its hosts and names again. */
    record ReloadDhcp(String network, ProcessSight server) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(CORRECT, "dhcp", network, "Hosts or names have changed.");
        }
    }

    record StopDhcp(String network, List<ProcessSight> running) implements PlannedChange {
        public StopDhcp {
            running = List.copyOf(running);
        }

        @Override
        public NetworkChange told() {
            return new NetworkChange(REMOVE, "dhcp", network, "It is not wanted.");
        }
    }

    /** An address that its last holder did not give back, because it was killed. */
    record DropLease(Lease lease, ProcessSight server) implements PlannedChange {
        @Override
        public NetworkChange told() {
            return new NetworkChange(
                    REMOVE,
                    "lease",
                    lease.ip().toString(),
                    "It is leased to " + lease.mac() + ", whose address it is not.");
        }
    }

    private static String subjectOf(String family) {
        return family.equals(GuestFilter.FAMILY) ? "filter" : "nat";
    }
}
