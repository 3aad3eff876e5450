package dev.vman.lifecycle;

import dev.vman.journal.Target;
import jakarta.enterprise.context.ApplicationScoped;

/** The way in for what ends processes that are no VM's. Throws {@link dev.vman.Failure}. */
@ApplicationScoped
public class ProcessRequests {
    private final StopProcess stop;
    private final Requests requests;

    ProcessRequests(StopProcess stop, Requests requests) {
        this.stop = stop;
        this.requests = requests;
    }

    /**
     * Ends an orphan: SIGTERM, then SIGKILL. Refused when a row knows it, when it is not of this
     * storage, and when either can't be told; gone already: succeeds.
     */
    public Answer stop(OrphanProcess process, Ask ask) {
        return requests.once(
                ask,
                () -> {
                    stop.check(process);
                    String name = "pid " + process.pid();
                    Target target = new Target("process", process.vm(), name);
                    return requests.submit(stop, target, process, ask);
                });
    }
}
