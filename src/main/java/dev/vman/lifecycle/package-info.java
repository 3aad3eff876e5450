/**
 * The acts, as journalled steps: create, change, start, stop and delete a VM; create, grow, attach,
 * detach and delete a disk; templates. {@link dev.vman.lifecycle.VmRequests} and its siblings are
 * the way in; each act is a class of its own.
 */
@NullMarked
package dev.vman.lifecycle;

import org.jspecify.annotations.NullMarked;
