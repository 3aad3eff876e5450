package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessSight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether rows, processes and files of a daemon tell the same story. */
final class Consistency {
    private static final Set<String> WITH_PROCESS = Set.of("running", "paused");
    private static final Set<String> WITHOUT_PROCESS = Set.of("stopped", "crashed", "error");
    private static final int ID = 36;
    private static final int NOTE = ID + ".json".length();
    private final VmanDaemon daemon;
    private final Optional<BridgeOracle> bridges;
    private final Set<String> byHand;

    Consistency(VmanDaemon daemon) {
        this(daemon, Optional.empty(), Set.of());
    }

    /**
     * The same, also of its bridges.
     *
     * @param byHand what a person has changed beside the daemon: it is not asked about
     */
    Consistency(VmanDaemon daemon, Optional<BridgeOracle> bridges, Set<UUID> byHand) {
        this.daemon = daemon;
        this.bridges = bridges;
        this.byHand = byHand.stream().map(UUID::toString).collect(Collectors.toSet());
    }

    /** Fails, naming every contradiction, unless all acts end and nothing contradicts in time. */
    void settlesWithin(Duration patience, String circumstances) {
        Waiting.until(
                patience,
                circumstances + ": no operation runs",
                () -> daemon.api().items("operations?state=running").findAny().isEmpty());
        boolean _ =
                Waiting.forValue(
                        patience,
                        () -> circumstances + ": " + contradictions(),
                        () -> contradictions().isEmpty() ? Optional.of(true) : Optional.empty());
    }

    List<String> contradictions() {
        List<JsonNode> vms = daemon.api().items("vms?limit=1000").toList();
        List<JsonNode> disks = daemon.api().items("disks?limit=1000").toList();
        List<ProcessSight> qemus = daemon.qemus().all();
        List<String> found = new ArrayList<>();
        vms.forEach(vm -> checkProcess(vm, found));
        vms.forEach(vm -> checkFiles(vm, found));
        vms.forEach(vm -> checkNics(vm, found));
        Set<String> vmIds = ids(vms);
        qemus.stream()
                .filter(qemu -> vmIds.stream().noneMatch(qemu.arguments()::contains))
                .filter(qemu -> byHand.stream().noneMatch(qemu.arguments()::contains))
                .forEach(qemu -> found.add("a process without a row: " + qemu));
        compare("folders of VMs", names("vms"), vmIds, found);
        Set<String> diskFiles =
                disks.stream()
                        .map(disk -> disk.path("id").asText() + "." + disk.path("format").asText())
                        .collect(Collectors.toSet());
        compare("disk files", names("disks"), diskFiles, found);
        checkImages(found);
        checkQuarantine(found);
        disks.stream()
                .filter(disk ->
                        !Set.of("available", "attached").contains(disk.path("state").asText()))
                .forEach(disk -> found.add("a disk that is neither free nor attached: " + disk));
        disks.stream()
                .filter(disk -> !disk.path("root").asBoolean())
                .filter(disk -> !byHand.contains(disk.path("id").asText()))
                .forEach(disk -> checkPlug(disk, vms, found));
        vms.stream()
                .filter(vm -> WITH_PROCESS.contains(vm.path("state").asText()))
                .filter(vm -> !byHand.contains(vm.path("id").asText()))
                .forEach(vm -> checkCdrom(vm, found));
        bridges.ifPresent(oracle -> found.addAll(oracle.contradictions()));
        return found;
    }

    private void checkPlug(JsonNode disk, List<JsonNode> vms, List<String> found) {
        TestDisk plug = new TestDisk(daemon, UUID.fromString(disk.path("id").asText()));
        for (JsonNode row : vms) {
            if (WITH_PROCESS.contains(row.path("state").asText())) {
                Vm vm =
                        new Vm(
                                daemon,
                                UUID.fromString(row.path("id").asText()),
                                row.path("name").asText());
                boolean wanted = disk.path("vm").asText().equals(vm.id().toString());
                if (plug.isPluggedInto(vm) != wanted) {
                    found.add(disk + (wanted ? " is not" : " is") + " plugged into " + vm.name());
                }
            }
        }
    }

    /** What QEMU itself says, asked beside the daemon; guests may change MACs, but ours do not. */
    private void checkNics(JsonNode row, List<String> found) {
        String id = row.path("id").asText();
        if (WITH_PROCESS.contains(row.path("state").asText()) && !byHand.contains(id)) {
            Vm vm = new Vm(daemon, UUID.fromString(id), row.path("name").asText());
            compare(
                    "NICs of " + vm.name(),
                    values(vm.ask("query-rx-filter"), "main-mac"),
                    values(row.path("nics"), "mac"),
                    found);
        }
    }

    private static Set<String> values(JsonNode items, String field) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path(field).asText())
                .collect(Collectors.toSet());
    }

    /** What QEMU itself says of the drive; the row is of the same moment as the other rows. */
    private void checkCdrom(JsonNode row, List<String> found) {
        Vm vm = new Vm(daemon, UUID.fromString(row.path("id").asText()), row.path("name").asText());
        String recorded = row.path("spec").path("cdrom").asText("nothing");
        String seen = TestIso.seenIn(vm);
        boolean same =
                recorded.equals("nothing")
                        ? Set.of("nothing", "no drive").contains(seen)
                        : seen.endsWith("/" + recorded + ".iso");
        if (!same) {
            found.add(vm.name() + " has " + recorded + " in its CD-ROM drive, and QEMU " + seen);
        }
    }

    private void checkProcess(JsonNode vm, List<String> found) {
        String state = vm.path("state").asText();
        List<ProcessSight> qemus = daemon.qemus().of(UUID.fromString(vm.path("id").asText()));
        boolean runs =
                WITH_PROCESS.contains(state)
                        && qemus.size() == 1
                        && qemus.getFirst().identity().pid()
                                == vm.path("process").path("pid").asLong();
        boolean rests = WITHOUT_PROCESS.contains(state) && qemus.isEmpty();
        if (!runs && !rests) {
            found.add(
                    vm.path("name").asText()
                            + " is "
                            + state
                            + " ("
                            + vm.path("stateReason").asText()
                            + ") with "
                            + qemus);
        }
    }

    /** Sockets where there is a process, none where there is none; the manifest tells the name. */
    private void checkFiles(JsonNode vm, List<String> found) {
        String name = vm.path("name").asText();
        Path folder = daemon.storage().resolve("vms").resolve(vm.path("id").asText());
        boolean wanted = WITH_PROCESS.contains(vm.path("state").asText());
        if (Files.exists(folder.resolve("run").resolve("qmp.sock")) != wanted) {
            found.add(name + (wanted ? " has no" : " has a") + " QMP socket");
        }
        try {
            if (!Files.readString(folder.resolve("manifest.json")).contains('"' + name + '"')) {
                found.add("the manifest of " + name + " does not name it");
            }
        } catch (IOException e) {
            found.add(name + " has no manifest: " + e);
        }
    }

    /** A file and a note for each that is ready, and nothing else. */
    private void checkImages(List<String> found) {
        Set<String> wanted =
                daemon.api()
                        .items("images?limit=1000&state=ready")
                        .flatMap(image -> {
                            String id = image.path("id").asText();
                            boolean iso = image.path("kind").asText().equals("iso");
                            return Stream.of(id + (iso ? ".iso" : ".qcow2"), id + ".json");
                        })
                        .collect(Collectors.toCollection(java.util.HashSet::new));
        wanted.add("work");
        compare("images", names("images"), wanted, found);
        compare("imports", names("images/work"), Set.of(), found);
    }

    private static Set<String> ids(List<JsonNode> rows) {
        return rows.stream().map(row -> row.path("id").asText()).collect(Collectors.toSet());
    }

    private Set<String> names(String folder) {
        try (Stream<Path> files = Files.list(daemon.storage().resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A note for each thing, a thing for each note: both begin with the finding's id. Databases
     * that were set aside have none.
     */
    private void checkQuarantine(List<String> found) {
        Map<Boolean, Set<String>> findings =
                names("quarantine").stream()
                        .filter(name -> !name.endsWith("-vman.mv.db"))
                        .collect(
                                Collectors.partitioningBy(
                                        name -> name.length() == NOTE,
                                        Collectors.mapping(
                                                name -> name.substring(0, ID),
                                                Collectors.toSet())));
        Set<String> noted = findings.getOrDefault(true, Set.of());
        if (!noted.equals(findings.getOrDefault(false, Set.of()))) {
            found.add("quarantine: what lies there is not what is noted: " + names("quarantine"));
        }
    }

    private void compare(String what, Set<String> there, Set<String> wanted, List<String> found) {
        if (!withoutThoseByHand(there).equals(withoutThoseByHand(wanted))) {
            found.add(what + ": there are " + there + ", there should be " + wanted);
        }
    }

    private Set<String> withoutThoseByHand(Set<String> names) {
        return names.stream()
                .filter(name -> byHand.stream().noneMatch(name::startsWith))
                .collect(Collectors.toSet());
    }
}
