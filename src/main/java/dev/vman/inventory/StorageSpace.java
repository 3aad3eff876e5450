package dev.vman.inventory;

import dev.vman.Failure;
import dev.vman.host.Ballast;
import dev.vman.host.Preallocation;
import dev.vman.host.Space;
import dev.vman.journal.Room;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the database and the journal from ever meeting a full disk: new work is refused while room
 * is short, a ballast is given up when it becomes shorter still, and the database file has room of
 * its own, already allocated behind its end, where no other writer can take it.
 */
@ApplicationScoped
public class StorageSpace implements Room {
    private static final Logger LOG = Logger.getLogger(StorageSpace.class);
    private static final long MIB = 1L << 20;
    private final StorageLayout layout;
    private final Ballast ballast;
    private final SpaceMarks marks;
    private volatile @Nullable FileStore store;

    StorageSpace(StorageLayout layout, StorageConfig config) {
        this.layout = layout;
        ballast = new Ballast(layout.ballast(), config.ballastMib() * MIB);
        marks = new SpaceMarks(ballast.bytes());
    }

    /**
     * What there is.
     *
     * @param ballastHeld false: it was given up, so that room is short
     */
    public record Sight(long totalBytes, long freeBytes, boolean ballastHeld) {}

    /** Before the database is opened: nothing that it needs is taken by others. */
    void open() throws IOException {
        store = Files.getFileStore(layout.root());
        // It may be of another size than this daemon's.
        if (!ballast.isHeld()) {
            ballast.giveUp();
        }
        boolean _ = watch();
    }

    /** Asked afresh; costs some microseconds. */
    public Sight sight() {
        try {
            FileStore known = store;
            Space space = known == null ? Space.of(layout.root()) : Space.of(known);
            return new Sight(space.totalBytes(), space.freeBytes(), ballast.isHeld());
        } catch (IOException e) {
            throw new Failure.HostFailure(
                    "storage-unreadable",
                    "The storage's room can't be told: " + e.getMessage(),
                    "See whether the file system of " + layout.root() + " is still there.",
                    e);
        }
    }

    /** Whether a guest that had run out of room may go on. */
    public boolean isRoomy() {
        Sight now = sight();
        return now.ballastHeld() && now.freeBytes() >= marks.forGuests();
    }

    @Override
    public void require(long bytes) {
        Sight now = sight();
        if (!now.ballastHeld() || now.freeBytes() - bytes < marks.reserve()) {
            throw noSpace(now, bytes);
        }
    }

    private Failure noSpace(Sight now, long bytes) {
        return new Failure.NoSpace(
                "The storage "
                        + layout.root()
                        + " has "
                        + mib(now.freeBytes())
                        + " free"
                        + (now.ballastHeld() ? "" : ", and has already given up its ballast")
                        + ". This would write about "
                        + mib(bytes)
                        + ", and VMAN keeps "
                        + mib(marks.reserve())
                        + " for itself.",
                "Free "
                        + mib(marks.missing(now.ballastHeld(), now.freeBytes(), bytes))
                        + " there: delete disks or VMs, or other files. It works again by itself.");
    }

    private static String mib(long bytes) {
        return (bytes + MIB - 1) / MIB + " MiB";
    }

    /** To be called again and again; true when the ballast was made or given up. Never throws. */
    boolean watch() {
        boolean moved = false;
        try {
            Sight now = sight();
            moved = move(now);
        } catch (IOException | Failure e) {
            LOG.warnf("The ballast can't be kept: %s", e.getMessage());
        }
        reserveForDatabase();
        return moved;
    }

    private boolean move(Sight now) throws IOException {
        return switch (marks.move(now.ballastHeld(), now.freeBytes())) {
            case STAY -> false;
            case GIVE_UP -> {
                ballast.giveUp();
                // Before a greedy writer has it.
                reserveForDatabase();
                LOG.warnf(
                        "The storage %s has only %s free: the ballast of %s is given up, and new"
                                + " work is refused",
                        layout.root(), mib(now.freeBytes()), mib(ballast.bytes()));
                yield true;
            }
            case MAKE -> {
                ballast.make();
                LOG.infof(
                        "The storage %s has %s free; a ballast of %s is taken of it",
                        layout.root(), mib(now.freeBytes()), mib(ballast.bytes()));
                yield true;
            }
        };
    }

    /** H2 cuts what lies behind its end whenever its file becomes shorter. */
    private void reserveForDatabase() {
        try {
            if (ballast.bytes() > 0 && Files.exists(layout.database())) {
                Preallocation.reserveBeyondEnd(
                        layout.database(), marks.forDatabase(ballast.isHeld()));
            }
        } catch (IOException e) {
            LOG.debugf("no room is left to be reserved for the database: %s", e.getMessage());
        }
    }
}
