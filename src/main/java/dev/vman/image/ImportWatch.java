package dev.vman.image;

/** Who waits for a part of an import: hears how far it is, and may give up. */
public interface ImportWatch {
    /** Nobody does. */
    ImportWatch NOBODY =
            new ImportWatch() {
                @Override
                public void at(long done, long total) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            };

    /** So many of so many bytes are done; may be called often. */
    void at(long done, long total);

    /** Whether to stop soon. */
    boolean cancelled();
}
