package dev.vman.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.host.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps what a probe found, so that it runs once for a boot of the host, a QEMU, a user and a
 * version of the probe. Removing the file makes it run again.
 */
record AcceleratorRecord(Path file) {
    private static final Logger LOG = Logger.getLogger(AcceleratorRecord.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a verdict holds for.
     *
     * @param probe the version of the probe that found it
     */
    record Key(String bootId, String qemuVersion, Optional<Integer> uid, int probe) {
        private String text() {
            String user = uid.map(Object::toString).orElse("-");
            return bootId + " " + qemuVersion + " " + user + " probe-" + probe;
        }
    }

    private record Entry(String key, String name, String reason) {}

    /**
     * The kept verdict of this key, or a new one, which is kept. A file that can't be read or
     * written costs a probe.
     */
    Accelerator get(Key key, Supplier<Accelerator> probe) {
        return kept(key).orElseGet(() -> keep(key, probe.get()));
    }

    private Optional<Accelerator> kept(Key key) {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), Entry.class))
                    .filter(entry -> key.text().equals(entry.key()))
                    .map(entry -> new Accelerator(entry.name(), entry.reason()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Accelerator keep(Key key, Accelerator found) {
        try {
            byte[] entry =
                    JSON.writeValueAsBytes(new Entry(key.text(), found.name(), found.reason()));
            DurableFiles.write(file, entry, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            LOG.debugf(e, "%s is not kept", file);
        }
        return found;
    }
}
