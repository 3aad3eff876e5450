import java.io.IOException;

/** A VM of VMAN's, and the disk that is attached to it while it runs. */
final class VmanVm implements Subject {
    private final VmanApi api;
    private final String vm;
    private final String disk;

    VmanVm(VmanApi api, String vm, String disk) {
        this.api = api;
        this.vm = vm;
        this.disk = disk;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        require("running", api.post("/vms/" + vm + "/actions/start", "").path("state").asText());
    }

    @Override
    public void attach() throws IOException, InterruptedException {
        String body = "{\"vm\": \"%s\", \"bus\": \"virtio\"}".formatted(vm);
        String state =
                api.post("/disks/" + disk + "/actions/attach", body).path("state").asText();
        require("attached", state);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        String body = "{\"force\": true}";
        require("stopped", api.post("/vms/" + vm + "/actions/stop", body).path("state").asText());
    }

    @Override
    public void reset() throws IOException, InterruptedException {
        api.post("/disks/" + disk + "/actions/detach", "");
    }

    private void require(String wanted, String state) throws IOException {
        if (!state.equals(wanted)) {
            throw new IOException(vm + " is " + state + ", not " + wanted);
        }
    }
}
