import java.util.Locale;

/** What is fast enough. */
sealed interface Aim {
    boolean isMet(double vman, double raw);

    String words();

    /** At most so many times what raw QEMU takes. */
    record TimesRaw(double factor) implements Aim {
        @Override
        public boolean isMet(double vman, double raw) {
            return vman <= factor * raw;
        }

        @Override
        public String words() {
            return String.format(Locale.ROOT, "at most %.2f x raw", factor);
        }
    }

    /** At most so many milliseconds more than raw QEMU takes. */
    record RawPlus(double millis) implements Aim {
        @Override
        public boolean isMet(double vman, double raw) {
            return vman <= raw + millis;
        }

        @Override
        public String words() {
            return String.format(Locale.ROOT, "at most raw + %.0f ms", millis);
        }
    }

    /** Less than so many milliseconds. */
    record Below(double millis) implements Aim {
        @Override
        public boolean isMet(double vman, double raw) {
            return vman < millis;
        }

        @Override
        public String words() {
            return String.format(Locale.ROOT, "under %.0f ms", millis);
        }
    }
}
