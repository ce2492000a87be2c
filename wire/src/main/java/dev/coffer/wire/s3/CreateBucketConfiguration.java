package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Where a new bucket shall lie; absent in Region us-east-1. */
@XmlRoot("CreateBucketConfiguration")
public record CreateBucketConfiguration(@Nullable String locationConstraint) {}
