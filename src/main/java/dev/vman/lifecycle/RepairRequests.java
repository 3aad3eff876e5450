package dev.vman.lifecycle;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.UUID;

/** The way in for repairs of files and folders. */
@ApplicationScoped
public class RepairRequests {
    public Answer quarantine(UUID finding, Path file, String why, Ask ask) {
        throw notBuilt();
    }

    public Answer restore(UUID finding, Ask ask) {
        throw notBuilt();
    }

    public Answer adopt(UUID vm, Ask ask) {
        throw notBuilt();
    }

    private static Failure notBuilt() {
        return new Failure.Conflict(
                "not-built", "This version moves no files.", "Move it by hand.");
    }
}
