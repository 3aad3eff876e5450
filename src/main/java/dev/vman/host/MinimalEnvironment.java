package dev.vman.host;

import java.util.HashMap;
import java.util.Map;

/** The environment of everything that we start. Ours may hold secrets. */
final class MinimalEnvironment {

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private MinimalEnvironment() {}

    static void set(ProcessBuilder builder, Map<String, String> more) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(with(more));
    }

    static Map<String, String> with(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("PATH", PATH, "LC_ALL", "C"));
        environment.putAll(more);
        return environment;
    }
}
