package dev.vman.journal;

/** The room on the storage that new work may not take. */
public interface Room {
    /**
     * Admits work that will write about so much.
     *
     * @throws dev.vman.Failure.NoSpace when that would leave too little
     */
    void require(long bytes);
}
