package dev.vman.network;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What guests' agents last said of their addresses; in memory, until they say something else. */
@ApplicationScoped
public class ReportedAddresses {
    private final Map<UUID, List<SeenAddress>> byVm = new ConcurrentHashMap<>();

    public void tell(UUID vm, List<SeenAddress> addresses) {
        byVm.put(vm, List.copyOf(addresses));
    }

    public void forget(UUID vm) {
        byVm.remove(vm);
    }

    /** Forgets all others. */
    public void keepOnly(Set<UUID> vms) {
        byVm.keySet().retainAll(vms);
    }

    /** Of the VMs that are on this network, by the MACs that they have there. */
    public List<SeenAddress> on(DesiredNetwork network) {
        return network.ports().stream()
                .flatMap(port ->
                        byVm.getOrDefault(port.vm(), List.of()).stream()
                                .filter(address -> address.mac().equals(port.mac())))
                .toList();
    }
}
