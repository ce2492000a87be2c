package dev.coffer.wire.s3;

/** Keys rolled up to the delimiter. */
public record CommonPrefix(String prefix) {}
