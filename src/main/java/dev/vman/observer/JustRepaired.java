package dev.vman.observer;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was cured while a reading was made, which may still show it. */
@Singleton
class JustRepaired {
    private final Map<String, Long> keys = new ConcurrentHashMap<>();

    void add(String key) {
        keys.put(key, System.nanoTime());
    }

    void remove(String key) {
        keys.remove(key);
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    /** What was cured before then shows no more. */
    void forgetBefore(long nanoTime) {
        keys.values().removeIf(at -> at - nanoTime < 0);
    }
}
