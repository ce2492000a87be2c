package dev.coffer.store.lifecycle;

import java.time.Instant;

/** When something is due, and the id of the rule that says so. */
public record Due(Instant at, String ruleId) {}
