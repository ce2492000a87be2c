package dev.coffer.store.lifecycle;

import java.time.Instant;

/**
 * Where an earlier version stands.
 *
 * @param since when it ceased to be the current one
 * @param newer how many earlier versions that are objects are newer than it
 */
public record Rank(Instant since, long newer) {}
