import java.io.IOException;

/** A system that runs machines. */
interface Contestant {
    String name();

    /** A machine that is ready to be started. */
    Subject machine(int number) throws IOException, InterruptedException;
}
