package dev.vman.lifecycle;

import jakarta.enterprise.context.Dependent;

/** The acts on NICs. */
@Dependent
record NicActs(AttachNic attach, DetachNic detach) {}
