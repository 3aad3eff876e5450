package dev.vman.network;

import dev.vman.host.Commands;
import dev.vman.host.ExitWatcher;
import dev.vman.host.HostFacts;
import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.StorageLayout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the network manager that this host and its configuration allow. */
class NetworkBeans {
    /** Tried at the first use, which is after the storage folder has been made. */
    @Produces
    @ApplicationScoped
    NetworkManager networkManager(
            NetworkConfig config,
            @ConfigProperty(name = "vman.operator.dry-run", defaultValue = "false") boolean dryRun,
            StorageLayout layout,
            HostFacts host,
            Commands commands,
            ProcessTable processes,
            ExitWatcher exits) {
        Optional<String> refusal = BridgeChoice.refusal(config, dryRun);
        if (refusal.isPresent()) {
            return noBridges(config, refusal.get());
        }
        AbilityProbe.Findings found =
                new AbilityProbe(commands, layout.networks()).probe(host.root());
        if (found.trouble().isPresent()) {
            return noBridges(config, found.trouble().get());
        }
        DhcpServers servers =
                new DhcpServers(
                        processes,
                        ProcessLauncher.ofThisHost(),
                        exits,
                        config.namespace(),
                        found.dnsmasqUid());
        return new LinuxNetworks(
                new NetworkAbility(
                        true, BridgeChoice.reason(config), found.vlans(), config.namespace()),
                new NetworkNamespace(commands, config.namespace()),
                new NetworkFolders(layout.networks()),
                servers);
    }

    private static NetworkManager noBridges(NetworkConfig config, String reason) {
        return new NoBridges(new NetworkAbility(false, reason, false, config.namespace()));
    }

    /** In the order of the beans' making: the exit watcher ends after it. */
    void close(@Disposes NetworkManager manager) {
        if (manager instanceof LinuxNetworks open) {
            open.close();
        }
    }
}
