package dev.vman.image;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who converts: at most two at once, each as a user of its own where the daemon is root, so that
 * one hostile image can't touch another's files.
 */
final class ConversionUsers {
    private static final int AT_ONCE = 2;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private final BlockingQueue<OptionalInt> free;

    private ConversionUsers(List<OptionalInt> users) {
        free = new ArrayBlockingQueue<>(users.size(), false, users);
    }

    /** The daemon itself. */
    static ConversionUsers ofTheDaemon() {
        return new ConversionUsers(List.of(OptionalInt.empty(), OptionalInt.empty()));
    }

    /** {@code none}: the daemon itself. Throws {@link IllegalArgumentException} for no range. */
    static ConversionUsers of(String range) {
        if (range.equals("none")) {
            return ofTheDaemon();
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("vman.image.uid-range: not 'first-last': " + range);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = Integer.parseInt(matcher.group(2));
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("vman.image.uid-range: not ascending: " + range);
        }
        List<OptionalInt> users = new ArrayList<>();
        for (int uid = first; uid <= last && users.size() < AT_ONCE; uid++) {
            users.add(OptionalInt.of(uid));
        }
        return new ConversionUsers(users);
    }

    /** Waits for its turn. Throws {@link dev.vman.Failure} when the import is cancelled. */
    Turn take(ImportWatch watch) throws InterruptedException {
        while (true) {
            OptionalInt user = free.poll(200, TimeUnit.MILLISECONDS);
            if (user != null) {
                return new Turn(user);
            }
            if (watch.cancelled()) {
                throw ImageFailure.cancelled();
            }
        }
    }

    /** One of those who may convert now; to be closed. */
    final class Turn implements AutoCloseable {
        private final OptionalInt user;

        Turn(OptionalInt user) {
            this.user = user;
        }

        /** Empty: the daemon. */
        OptionalInt user() {
            return user;
        }

        @Override
        public void close() {
            free.add(user);
        }
    }
}
