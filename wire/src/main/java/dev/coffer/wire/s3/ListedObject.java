package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A current object in a listing. */
public record ListedObject(
    String key,
    Instant lastModified,
    @Element("ETag") String eTag,
    List<String> checksumAlgorithm,
    @Nullable String checksumType,
    long size,
    @Nullable Owner owner,
    String storageClass) {}
