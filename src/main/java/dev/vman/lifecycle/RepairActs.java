package dev.vman.lifecycle;

import jakarta.enterprise.context.Dependent;

/** The acts that repairs are made of. */
@Dependent
record RepairActs(
        QuarantineFile quarantine, RestoreFile restore, AdoptVm adopt, AdoptDisk adoptDisk) {}
