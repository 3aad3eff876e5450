package dev.vman.inventory;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether the rows were lost and are to be found again in the storage ({@code vman.recover}). A
 * file says that this has begun: a daemon that dies meanwhile leaves it to the next one, with or
 * without the setting.
 */
@ApplicationScoped
public class LostDatabase {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private final StorageLayout layout;
    private final Vms vms;
    private final Disks disks;
    private final Clock clock;
    private final boolean wanted;
    private boolean foundNone;

    LostDatabase(
            StorageLayout layout,
            Vms vms,
            Disks disks,
            Clock clock,
            @ConfigProperty(name = "vman.recover", defaultValue = "false") boolean wanted) {
        this.layout = layout;
        this.vms = vms;
        this.disks = disks;
        this.clock = clock;
        this.wanted = wanted;
    }

    boolean isWanted() {
        return wanted;
    }

    /**
     * To be called before the database is opened. Where there is none, the one that is made now has
     * to be filled, also when this daemon dies before {@link #begin}: to the next one it would look
     * like that of a new storage.
     */
    void prepare() throws IOException {
        if (wanted && !isUnderWay() && !Files.exists(layout.database())) {
            foundNone = true;
            mark();
        }
    }

    /**
     * Moves the database's files to quarantine, without a note: they are never deleted. Nobody may
     * have them open. From now on they are to be found again, whoever dies.
     */
    void setAside() throws IOException {
        mark();
        String stamp = STAMP.format(clock.instant());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.root(), "vman.*db")) {
            for (Path file : files) {
                Path kept = layout.quarantine().resolve(stamp + "-" + file.getFileName());
                Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /**
     * To be called when the database can be used.
     *
     * @throws IllegalStateException it holds VMs or disks already; nothing was changed
     */
    void begin() throws IOException {
        if (!wanted || (isUnderWay() && !foundNone)) {
            return;
        }
        long known = QuarkusTransaction.requiringNew().call(() -> vms.count() + disks.count());
        if (known > 0) {
            end();
            throw new IllegalStateException(
                    "The database holds "
                            + known
                            + " VMs and disks, so nothing was recovered. Start VMAN without vman.recover (VMAN_RECOVER).");
        }
        mark();
    }

    private void mark() throws IOException {
        byte[] why =
                "The database is being rebuilt from the storage.\n"
                        .getBytes(StandardCharsets.US_ASCII);
        Files.write(layout.recovering(), why, StandardOpenOption.CREATE, StandardOpenOption.SYNC);
    }

    /** Whether rows are to be found again now. */
    public boolean isUnderWay() {
        return Files.exists(layout.recovering());
    }

    /** All that could be found was. */
    public void end() {
        try {
            Files.deleteIfExists(layout.recovering());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
