package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessSight;
import dev.vman.host.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What tests left in a daemon's storage, and its removal. */
final class Leftovers {
    private final VmanDaemon daemon;

    Leftovers(VmanDaemon daemon) {
        this.daemon = daemon;
    }

    /**
     * Removes all VMs but these, all free disks and images, and all networks but {@code default};
     * false when that was not possible.
     */
    boolean remove(Set<UUID> kept) {
        daemon.qemus().all().forEach(qemu -> QemuProcesses.signal(qemu.identity(), Signal.CONT));
        boolean vms = deleteAll("vms", "?force=true", row -> !kept.contains(id(row)));
        boolean disks = deleteAll("disks", "", row -> row.path("vm").isNull());
        boolean images = deleteAll("images", "", _ -> true);
        boolean networks =
                deleteAll("networks", "", row -> !row.path("name").asText().equals("default"));
        return vms && disks && images && networks && !isMuch(kept);
    }

    private boolean deleteAll(String path, String query, Predicate<JsonNode> which) {
        return daemon
                .api()
                .items(path + "?limit=1000")
                .filter(which)
                .map(row -> daemon.api().delete(path + "/" + id(row) + query).status())
                .toList()
                .stream()
                .allMatch(status -> status == 204 || status == 404);
    }

    private static UUID id(JsonNode row) {
        return UUID.fromString(row.path("id").asText());
    }

    private boolean isMuch(Set<UUID> kept) {
        return strayProcesses(kept).findAny().isPresent() || !strayFolders(kept).isEmpty();
    }

    private Stream<ProcessSight> strayProcesses(Set<UUID> kept) {
        return daemon.qemus().all().stream()
                .filter(qemu ->
                        kept.stream().map(UUID::toString).noneMatch(qemu.arguments()::contains));
    }

    private List<Path> strayFolders(Set<UUID> kept) {
        try (Stream<Path> folders = Files.list(daemon.storage().resolve("vms"))) {
            return folders.filter(folder ->
                            kept.stream()
                                    .map(UUID::toString)
                                    .noneMatch(folder.getFileName().toString()::equals))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String describe() {
        return "processes: "
                + strayProcesses(Set.of()).map(ProcessSight::identity).toList()
                + ", folders: "
                + strayFolders(Set.of());
    }
}
