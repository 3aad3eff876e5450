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
 * version of the probe; one that came to doubt runs again for the next daemons, some times.
 * Removing the file makes it run again.
 */
record AcceleratorRecord(Path file) {
    private static final Logger LOG = Logger.getLogger(AcceleratorRecord.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A host boots only for so long. */
    private static final int MOST_DOUBTS = 3;

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

    /** {@code doubts}: how many probes in a row came to doubt, this one included. */
    private record Entry(String key, String name, String reason, int doubts) {
        boolean isToBeBelieved() {
            return doubts == 0 || doubts >= MOST_DOUBTS;
        }

        Accelerator accelerator() {
            return new Accelerator(name, reason, doubts > 0);
        }
    }

    /**
     * The kept verdict of this key, or a new one, which is kept. A file that can't be read or
     * written costs a probe.
     */
    Accelerator get(Key key, Supplier<Accelerator> probe) {
        Optional<Entry> kept = kept(key);
        return kept.filter(Entry::isToBeBelieved)
                .map(Entry::accelerator)
                .orElseGet(() -> keep(key, probe.get(), kept.map(Entry::doubts).orElse(0)));
    }

    private Optional<Entry> kept(Key key) {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), Entry.class))
                    .filter(entry -> key.text().equals(entry.key()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Accelerator keep(Key key, Accelerator found, int doubtsBefore) {
        int doubts = found.doubtful() ? doubtsBefore + 1 : 0;
        Entry entry = new Entry(key.text(), found.name(), found.reason(), doubts);
        try {
            DurableFiles.write(
                    file,
                    JSON.writeValueAsBytes(entry),
                    PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            LOG.debugf(e, "%s is not kept", file);
        }
        return found;
    }
}
