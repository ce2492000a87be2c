package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;

/** Who is told of events; empty for nobody. */
@XmlRoot("NotificationConfiguration")
public record NotificationConfiguration() {}
