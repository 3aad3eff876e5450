package dev.vman.network;

import java.util.List;

/**
 * Values that rules look up.
 *
 * @param types of the parts of each element
 */
record NftSet(String name, List<String> types, List<List<String>> elements) {
    NftSet {
        types = List.copyOf(types);
        elements = List.copyOf(elements);
    }
}
