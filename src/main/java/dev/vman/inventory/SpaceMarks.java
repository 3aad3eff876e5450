package dev.vman.inventory;

/**
 * At how much free room what happens to a ballast of this size. It is made again only well above
 * the mark at which it would be given up, so that it does not come and go.
 */
record SpaceMarks(long ballastBytes) {
    private static final long LEAST_FOR_GUESTS = 8L << 20;

    /** What to do with the ballast. */
    enum Move {
        STAY,
        GIVE_UP,
        MAKE
    }

    Move move(boolean held, long freeBytes) {
        if (held) {
            return freeBytes < low() ? Move.GIVE_UP : Move.STAY;
        }
        return freeBytes >= ballastBytes + 2 * low() ? Move.MAKE : Move.STAY;
    }

    /** Below it the ballast is given up. */
    private long low() {
        return ballastBytes / 4;
    }

    /** What no new act may touch, beside the ballast. */
    long reserve() {
        return ballastBytes / 2;
    }

    /** What must be free before a guest that had run out of room is let go on. */
    long forGuests() {
        return Math.max(reserve(), LEAST_FOR_GUESTS);
    }

    /** What the database is always to have of its own; more when the ballast is given up for it. */
    long forDatabase(boolean held) {
        return held ? ballastBytes / 4 : ballastBytes / 2;
    }

    /** What is to be freed until all is well again. */
    long missing(boolean held, long freeBytes, long wanted) {
        long goal = held ? reserve() + wanted : ballastBytes + reserve() + wanted;
        return Math.max(0, goal - freeBytes);
    }
}
