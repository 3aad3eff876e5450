/**
 * What should exist, and what was last seen of it: entities, repositories, value types with their
 * validation, state machines. A row's change and its event are one transaction, so this room writes
 * events with the rows.
 */
@NullMarked
package dev.vman.inventory;

import org.jspecify.annotations.NullMarked;
