/**
 * Image files that nobody vouches for: what they are by their own bytes, unpacking, fetching, and
 * the conversion into a fresh qcow2, all under limits. Nothing here believes a name, an ending or a
 * header, and no other program opens a file before its header was found harmless.
 */
@NullMarked
package dev.vman.image;

import org.jspecify.annotations.NullMarked;
