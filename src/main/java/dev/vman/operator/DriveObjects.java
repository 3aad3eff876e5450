package dev.vman.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The QMP objects of a disk; the same that a cold-plugged disk has in the command line. */
public interface DriveObjects {
    /** For {@code blockdev-add}; its node is {@link DriveSpec#nodeName()}. */
    ObjectNode blockdev(DriveSpec drive);

    /** For {@code device_add}; its id is {@link DriveSpec#deviceId()}. */
    ObjectNode device(DriveSpec drive);
}
