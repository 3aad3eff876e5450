package dev.vman.lifecycle;

import jakarta.enterprise.context.Dependent;

/** The acts on disks. */
@Dependent
record DiskActs(
        CreateDisk create,
        ChangeDisk change,
        DeleteDisk delete,
        AttachDisk attach,
        DetachDisk detach,
        AlignDisk align) {}
