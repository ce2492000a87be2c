package dev.coffer.wire.s3;

/** A key and a value that somebody has tied to an object or a bucket. */
public record Tag(String key, String value) {}
