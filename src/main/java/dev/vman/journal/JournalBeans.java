package dev.vman.journal;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes beans of this room's plain classes. */
class JournalBeans {
    @Produces
    @Singleton
    Turns turns() {
        return new Turns();
    }
}
