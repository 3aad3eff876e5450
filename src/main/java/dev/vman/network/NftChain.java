package dev.vman.network;

import java.util.List;
import java.util.Optional;

/**
 * A list of rules.
 *
 * @param hook where the kernel enters it; empty: only jumps do
 */
record NftChain(String name, Optional<Hook> hook, List<NftRule> rules) {
    NftChain {
        rules = List.copyOf(rules);
    }

    /** A place on a packet's way; what no rule decides is accepted there. */
    record Hook(String type, String hook, int priority) {}

    static NftChain hooked(Hook hook, String name, List<NftRule> rules) {
        return new NftChain(name, Optional.of(hook), rules);
    }

    static NftChain called(String name, NftRule... rules) {
        return new NftChain(name, Optional.empty(), List.of(rules));
    }
}
