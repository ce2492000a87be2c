package dev.coffer.kms.audit;

/**
 * Where a log has got to.
 *
 * @param file number of the file that the last line is in; 0 before the first
 * @param sizeBytes up to the end of that line
 * @param link of that line
 */
public record LogHead(long file, long sizeBytes, Link link) {}
