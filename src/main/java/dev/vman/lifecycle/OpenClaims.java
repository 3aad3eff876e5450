package dev.vman.lifecycle;

import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What transactions that are not committed yet have taken for their VMs, and no other transaction
 * can see in the database.
 */
final class OpenClaims {
    private final Map<UUID, Integer> claims = new ConcurrentHashMap<>();
    private final TransactionSynchronizationRegistry transactions;

    OpenClaims(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    /** Holds until the present transaction has been committed or rolled back. */
    void add(UUID vm, int amount) {
        claims.put(vm, amount);
        transactions.registerInterposedSynchronization(new Release(vm));
    }

    /** All of them but this VM's, as they are now. */
    Map<UUID, Integer> ofOthers(UUID vm) {
        Map<UUID, Integer> others = new ConcurrentHashMap<>(claims);
        others.remove(vm);
        return others;
    }

    private final class Release implements Synchronization {
        private final UUID vm;

        Release(UUID vm) {
            this.vm = vm;
        }

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            claims.remove(vm);
        }
    }
}
