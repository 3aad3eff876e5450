package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** One ISO image, and CD-ROM drives through the API and beside it. */
record TestIso(VmanDaemon daemon, UUID id, String name) {
    static TestIso create(VmanDaemon daemon) {
        String name = SharedDaemon.newName("iso");
        return create(daemon, name, IsoBytes.of(name));
    }

    /** It prints its name when it is booted. */
    static TestIso bootable(VmanDaemon daemon) {
        String name = SharedDaemon.newName("bootable");
        return create(daemon, name, IsoBytes.bootable(name));
    }

    private static TestIso create(VmanDaemon daemon, String name, byte[] content) {
        try {
            Path file = Files.write(TestImage.folder(daemon).resolve(name), content);
            Answer made = TestImage.request(daemon, name, "iso", file);
            return new TestIso(
                    daemon, UUID.fromString(made.is(201).body().path("id").asText()), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return daemon.storage().resolve("images").resolve(id + ".iso");
    }

    String sha256() throws IOException {
        return Sha256.of(Files.readAllBytes(file()));
    }

    /** What lies in the VM's drive: an image's name, {@code nothing}, or {@code no drive}. */
    static String recordedIn(Vm vm) {
        var cdrom = vm.daemon().api().get("vms/" + vm.id() + "/cdrom").ok();
        if (!cdrom.path("drive").asBoolean()) {
            return "no drive";
        }
        return cdrom.path("image").path("name").asText("nothing");
    }

    /**
     * What QEMU itself says, asked beside the daemon: a file, {@code nothing}, {@code no drive}.
     */
    static String seenIn(Vm vm) {
        return StreamSupport.stream(vm.ask("query-block").spliterator(), false)
                .filter(block -> block.path("qdev").asText().equals("cdrom0"))
                .map(block -> block.path("inserted").path("image").path("filename"))
                .map(file -> file.asText("nothing"))
                .findFirst()
                .orElse("no drive");
    }

    /** Whether the drive is as recorded, and how, of a VM that runs. */
    static String drive(Vm vm) {
        String recorded = recordedIn(vm);
        String seen = seenIn(vm);
        Optional<String> file =
                vm.daemon()
                        .api()
                        .items("images?limit=1000")
                        .filter(image -> image.path("name").asText().equals(recorded))
                        .map(image -> image.path("id").asText() + ".iso")
                        .findFirst();
        boolean same = file.map(seen::endsWith).orElse(recorded.equals(seen));
        return same ? recorded : recorded + " on record, and in QEMU " + seen;
    }
}
