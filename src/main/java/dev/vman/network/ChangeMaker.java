package dev.vman.network;

import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessSight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes planned changes in their order, with as few programs as that allows. */
final class ChangeMaker {
    private final NetworkNamespace namespace;
    private final NetworkFolders folders;
    private final DhcpMaker dhcp;

    private final List<String> ipLines = new ArrayList<>();
    private final List<String> bridgeLines = new ArrayList<>();
    private final List<String> lastLines = new ArrayList<>();
    private NftScript tables = new NftScript();

    ChangeMaker(NetworkNamespace namespace, NetworkFolders folders, DhcpMaker dhcp) {
        this.namespace = namespace;
        this.folders = folders;
        this.dhcp = dhcp;
    }

    void make(List<PlannedChange> changes) throws IOException {
        List<PlannedChange.DropLease> drops = new ArrayList<>();
        for (PlannedChange change : changes) {
            if (change instanceof PlannedChange.DropLease drop) {
                drops.add(drop);
            } else {
                make(change);
            }
        }
        flush();
        if (!drops.isEmpty()) {
            dhcp.drop(drops);
        }
    }

    private void make(PlannedChange change) throws IOException {
        switch (change) {
            case PlannedChange.AddNamespace(String name) -> {
                folders.noteNamespace(name);
                ToolFailure.require("ip netns", namespace.make());
            }
            case PlannedChange.ChangeLink(NetworkChange told, List<String> lines) -> link(lines);
            case PlannedChange.ChangeTap(
                            NetworkChange told,
                            List<String> lines,
                            List<String> more,
                            List<String> last) -> {
                link(lines);
                bridgeLines.addAll(more);
                lastLines.addAll(last);
            }
            case PlannedChange.ReplaceTable(NftTable table, String kind, String why) -> {
                flushLinks();
                tables.replace(table);
            }
            case PlannedChange.ExtendTable(NftTable table, List<String> missing, String why) -> {
                flushLinks();
                tables.extend(table, missing);
            }
            case PlannedChange.RemoveTable(String family, String name) -> {
                flushLinks();
                tables.remove(family, name);
            }
            case PlannedChange.SetKernel(String path, String value) -> {
                flush();
                set(path, value);
            }
            case PlannedChange.StartDhcp start -> {
                flush();
                dhcp.start(start);
            }
            case PlannedChange.ReloadDhcp reload -> {
                flush();
                dhcp.reload(reload);
            }
            case PlannedChange.StopDhcp(String network, List<ProcessSight> running) -> {
                flush();
                dhcp.stop(running);
            }
            case PlannedChange.DropLease drop -> dhcp.drop(List.of(drop));
        }
    }

    private void set(String path, String value) {
        if (NetworkNamespace.hasSysctl(path)) {
            ToolFailure.require("/proc/sys/net/" + path, namespace.sysctl(path, value));
        }
    }

    private void link(List<String> lines) {
        flushTables();
        ipLines.addAll(lines);
    }

    private void flush() {
        flushTables();
        flushLinks();
    }

    private void flushTables() {
        if (!tables.isEmpty()) {
            ToolFailure.require("nft", namespace.nft(tables.toString()));
            tables = new NftScript();
        }
    }

    private void flushLinks() {
        if (!ipLines.isEmpty()) {
            ToolFailure.require("ip", namespace.ipBatch(ipLines));
            ipLines.clear();
        }
        if (!bridgeLines.isEmpty()) {
            ToolFailure.require("bridge", namespace.bridgeBatch(bridgeLines));
            bridgeLines.clear();
        }
        if (!lastLines.isEmpty()) {
            ToolFailure.require("ip", namespace.ipBatch(lastLines));
            lastLines.clear();
        }
    }
}
