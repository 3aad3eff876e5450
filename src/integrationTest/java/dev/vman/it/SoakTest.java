package dev.vman.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The same again and again; see {@code scripts/soak --help}. */
final class SoakTest {
    private static final int ROUNDS = 200;

    private SoakTest() {}

    /** Exits with 1 when something was left behind. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0 || !arguments[0].equals("network")) {
            throw new IllegalArgumentException("see scripts/soak --help");
        }
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        HostNetwork before = HostNetwork.now();
        List<String> faults;
        try (BridgedDaemon host = new BridgedDaemon()) {
            Runtime.getRuntime().addShutdownHook(new Thread(host::closeAtTheEnd));
            faults = new ArrayList<>(new NetworkRounds(host).run(rounds, System.out::println));
        }
        for (String difference : HostNetwork.now().differencesFrom(before)) {
            System.out.println("the host, in the end: " + difference);
            boolean _ = faults.add(difference);
        }
        System.out.printf("%d rounds, %d faults%n", rounds, faults.size());
        System.exit(faults.isEmpty() ? 0 : 1);
    }
}
