/**
 * What is, against what should be. Events only say which VM to look at; the look re-reads the
 * process and QMP, compares, and corrects the record.
 */
@NullMarked
package dev.vman.observer;

import org.jspecify.annotations.NullMarked;
