package dev.vman.lifecycle;

import jakarta.enterprise.context.Dependent;

/** The acts on networks, and on what leads through them. */
@Dependent
record NetworkActs(WriteNetwork write, ApplyNetwork apply, ChangeForwards forwards) {}
