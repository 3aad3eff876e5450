import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** VMAN over HTTP. */
final class Vman implements Contestant {
    private static final String MACHINE = "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64}";
    private final VmanDaemon daemon;

    Vman(VmanDaemon daemon) {
        this.daemon = daemon;
    }

    @Override
    public String name() {
        return "VMAN";
    }

    @Override
    public Subject machine(int number) throws IOException, InterruptedException {
        String name = "bench-" + number;
        String disk = "bench-disk-" + number;
        daemon.api().post("/vms", MACHINE.formatted(name));
        String body = "{\"name\": \"%s\", \"sizeBytes\": %d}".formatted(disk, 64L << 20);
        daemon.api().post("/disks", body);
        return new VmanVm(daemon.api(), name, disk);
    }

    /** Machines that are what VMAN's are, without VMAN. */
    RawQemu raw(java.nio.file.Path root) throws IOException, InterruptedException {
        JsonNode vm = daemon.api().post("/vms", MACHINE.formatted("pattern"));
        String id = vm.path("id").asText();
        JsonNode answer = daemon.api().post("/vms/" + id + "/actions/start?dryRun=true", "");
        List<String> command = new ArrayList<>();
        answer.path("plan").path("commandLine").forEach(word -> command.add(word.asText()));
        return new RawQemu(command, id, daemon.storage().resolve("vms").resolve(id), root);
    }
}
