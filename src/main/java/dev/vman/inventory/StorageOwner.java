package dev.vman.inventory;

import dev.vman.StartOrder;
import dev.vman.host.FileTrees;
import dev.vman.host.OwnerLock;
import dev.vman.journal.DatabaseTrouble;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the storage folder, becomes its only owner, and brings the database up to date; before
 * anything else.
 */
@ApplicationScoped
class StorageOwner {
    private static final Logger LOG = Logger.getLogger(StorageOwner.class);

    /** H2's FILE_CORRUPTED_1 and FILE_VERSION_ERROR_1. */
    private static final Set<Integer> CORRUPT = Set.of(90030, 90048);

    private final StorageLayout layout;
    private final Flyway flyway;
    private final LostDatabase lost;
    private final StorageSpace space;
    private @Nullable OwnerLock lock;

    StorageOwner(StorageLayout layout, Flyway flyway, LostDatabase lost, StorageSpace space) {
        this.layout = layout;
        this.flyway = flyway;
        this.lost = lost;
        this.space = space;
    }

    void start(@Observes @Priority(StartOrder.INVENTORY) StartupEvent event) {
        try {
            makeFolders();
            claim();
            space.open();
        } catch (IOException e) {
            giveUp("The storage folder " + layout.root() + " can't be used: " + e);
        }
        openDatabase();
        closeDatabase();
    }

    private void openDatabase() {
        try {
            lost.prepare();
            migrate();
            lost.begin();
        } catch (IOException | IllegalStateException e) {
            giveUp(String.valueOf(e.getMessage()));
        } catch (FlywayException e) {
            DatabaseTrouble.in(e)
                    .ifPresent(why ->
                            giveUp(why.detail() + " " + why.remedy().orElse("") + " (" + e + ")"));
            String remedy = isCorrupt(e) ? " scripts/vman-recover rebuilds it." : "";
            giveUp("The database can't be opened." + remedy + " " + e.getMessage());
        }
    }

    /**
     * One that is proven to be garbled is set aside where somebody asked for its recovery, and only
     * then. A slow or locked one is not.
     */
    private void migrate() throws IOException {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (!lost.isWanted() || !isCorrupt(e)) {
                throw e;
            }
            LOG.warnf("The database is garbled, and is set aside: %s", e.getMessage());
            lost.setAside();
            flyway.migrate();
        }
    }

    private static boolean isCorrupt(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && CORRUPT.contains(e.getErrorCode())) {
                return true;
            }
        }
        return false;
    }

    /** H2 makes its file readable to all, and QEMU's users may pass through the folder. */
    private void closeDatabase() {
        try {
            Path database = layout.database();
            if (Files.exists(database)) {
                FileTrees.chmod(database, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            giveUp("The database can't be closed to other users: " + e);
        }
    }

    /**
     * Others may pass through, because QEMU runs as users of its own; only files and folders open
     * to them.
     */
    private void makeFolders() throws IOException {
        Path[] folders = {
            layout.root(),
            layout.boot(),
            layout.imports(),
            layout.images(),
            layout.imageWork(),
            layout.disks(),
            layout.vms()
        };
        for (Path folder : folders) {
            Files.createDirectories(folder);
            FileTrees.chmod(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Files.createDirectories(layout.quarantine());
        FileTrees.chmod(layout.quarantine(), PosixFilePermissions.fromString("rwx------"));
    }

    private void claim() throws IOException {
        switch (OwnerLock.claim(layout.root())) {
            case OwnerLock.Claim.Held(OwnerLock held) -> lock = held;
            case OwnerLock.Claim.Refused(String holder) ->
                    giveUp(
                            "Another VMAN owns the storage folder "
                                    + layout.root()
                                    + " ("
                                    + holder
                                    + "). Stop it first, or set VMAN_STORAGE_PATH to another folder.");
        }
    }

    /**
     * Nothing has been opened yet, so ending at once loses nothing; a stack trace would hide the
     * sentence.
     */
    private static void giveUp(String why) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.fatal(why);
            Runtime.getRuntime().halt(1);
        }
        throw new IllegalStateException(why);
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
