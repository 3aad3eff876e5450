import java.io.IOException;

/** One machine under one system that can run it. Every method returns when it has happened. */
interface Subject {
    /** From nothing to a guest that runs. */
    void start() throws IOException, InterruptedException;

    /** Hot-plugs the machine's virtio disk. */
    void attach() throws IOException, InterruptedException;

    /** Ends it at once; returns when its process is gone. */
    void stop() throws IOException, InterruptedException;

    /** Makes the next start possible; not measured. */
    void reset() throws IOException, InterruptedException;
}
