package dev.vman.it;

/**
 * A moment to die at while a lost database is rebuilt.
 *
 * @param loss how it was lost
 */
record RecoveryDeath(Loss loss, Moment moment) {
    enum Loss {
        DELETED,
        GARBLED
    }

    sealed interface Moment {
        /** When a point, as {@code kind:point}, is reached for the n-th time. */
        record AtPoint(String point, int time) implements Moment {
            @Override
            public String toString() {
                return point + ", time " + time;
            }
        }

        /** When there is a file whose name ends so in this folder of the storage. */
        record AtFile(String folder, String suffix) implements Moment {
            @Override
            public String toString() {
                return "the appearance of " + folder + "/..." + suffix;
            }
        }
    }

    @Override
    public String toString() {
        return "recover (" + loss + " database) at " + moment;
    }
}
