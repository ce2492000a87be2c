package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** {@code Enabled} or {@code Suspended}; empty when versioning was never set. */
@XmlRoot("VersioningConfiguration")
public record VersioningConfiguration(
    @Nullable String status, @Element("MfaDelete") @Nullable String mfaDelete) {}
