package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** The document of a bucket's Object Lock. Texts are kept unchecked; the rules are the store's. */
@XmlRoot("ObjectLockConfiguration")
public record ObjectLockConfiguration(@Nullable String objectLockEnabled, @Nullable Rule rule) {
  /** What new versions get. */
  public record Rule(@Nullable DefaultRetention defaultRetention) {}

  /** A mode, and a period in days or in years. */
  public record DefaultRetention(
      @Nullable String mode, @Nullable Integer days, @Nullable Integer years) {}
}
