package dev.coffer.wire.kms;

/** One of the keys that share a material over regions. */
public record MultiRegionKey(String arn, String region) {}
