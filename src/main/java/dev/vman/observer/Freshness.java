package dev.vman.observer;

/** How new what a reading tells has to be. */
enum Freshness {
    /** Everything is asked now. */
    NOW,
    /** NICs may have been read up to {@link KnownNics#TURNS} readings before. */
    IN_TURN
}
