package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;

/** Where requests are logged; empty for nowhere. */
@XmlRoot("BucketLoggingStatus")
public record BucketLoggingStatus() {}
