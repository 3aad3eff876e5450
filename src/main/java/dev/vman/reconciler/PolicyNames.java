package dev.vman.reconciler;

import dev.vman.StartOrder;
import dev.vman.observer.FindingKind;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Refuses to start with a policy for a kind that there is not: a misspelt one would be thought to
 * be in force.
 */
@ApplicationScoped
class PolicyNames {
    private static final Logger LOG = Logger.getLogger(PolicyNames.class);
    private static final String PREFIX = "vman.reconcile.policy.";
    private static final int BEFORE_ALL = StartOrder.INVENTORY - 1;
    private final Config config;

    PolicyNames(Config config) {
        this.config = config;
    }

    void start(@Observes @Priority(BEFORE_ALL) StartupEvent event) {
        Stream<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false);
        firstUnknown(names).ifPresent(PolicyNames::giveUp);
    }

    /** Variables of the environment come as they are, and as the property that they stand for. */
    static Optional<String> firstUnknown(Stream<String> names) {
        return names.filter(name -> plain(name).startsWith(plain(PREFIX)))
                .filter(name ->
                        kinds().stream().noneMatch(k -> plain(PREFIX + k).equals(plain(name))))
                .findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }

    private static List<String> kinds() {
        return Stream.of(FindingKind.values())
                .filter(kind -> kind != FindingKind.REPAIR_LIMIT)
                .map(FindingKind::wireName)
                .toList();
    }

    /** As the owner of the storage does: a stack trace would hide the sentence. */
    private static void giveUp(String name) {
        String why =
                "There is no kind of finding for the setting '"
                        + name
                        + "'. The kinds are "
                        + String.join(", ", kinds())
                        + "; the values are report and repair.";
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            LOG.fatal(why);
            Runtime.getRuntime().halt(1);
        }
        throw new IllegalStateException(why);
    }
}
