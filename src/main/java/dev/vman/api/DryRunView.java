package dev.vman.api;

import dev.vman.lifecycle.Answer;

/** What a dry run answers. */
record DryRunView(boolean dryRun, Answer.Plan plan) {}
