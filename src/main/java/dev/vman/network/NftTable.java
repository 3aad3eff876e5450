package dev.vman.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A table as it should be.
 *
 * @param family {@code inet} or {@code bridge}
 */
record NftTable(String family, String name, List<NftSet> sets, List<NftChain> chains) {
    NftTable {
        sets = List.copyOf(sets);
        chains = List.copyOf(chains);
    }

    String key() {
        return key(family, name);
    }

    static String key(String family, String name) {
        return family + " " + name;
    }

    /**
     * All that is in it, a line each, sorted; {@link NftListing} tells the kernel's the same way.
     */
    List<String> contents() {
        List<String> lines = new ArrayList<>();
        for (NftSet set : sets) {
            lines.add(NftLines.set(set.name(), set.types()));
            set.elements().forEach(element -> lines.add(NftLines.element(set.name(), element)));
        }
        for (NftChain chain : chains) {
            lines.add(NftLines.chain(chain.name(), chain.hook()));
            chain.rules().forEach(rule -> lines.add(NftLines.rule(chain.name(), rule.comment())));
        }
        return lines.stream().sorted().toList();
    }
}
