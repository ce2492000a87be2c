package dev.coffer.store.inventory;

/**
 * A file of a report that was written.
 *
 * @param key its object key
 * @param md5 of its bytes, in hexadecimal digits
 */
public record ReportFile(String key, long sizeBytes, String md5) {}
