package dev.coffer.kms.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was found when a log was read.
 *
 * @param files that were read, the one with the break included
 * @param lines that are authentic and in their place
 * @param gaps among them that tell of a time in which lines could not be kept
 * @param recoveries among them that tell of something amiss when the log was opened
 * @param last where the authentic lines end; null when nothing was read
 * @param broken where they end before the log does; null when nothing is wrong
 */
public record Verified(
    String stream,
    long files,
    long lines,
    long gaps,
    long recoveries,
    @Nullable Link last,
    @Nullable Break broken) {}
