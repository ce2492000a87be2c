package dev.coffer.store.report;

import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.wire.admin.CountedVersions;
import org.jspecify.annotations.Nullable;

/** Counts as the administration shows them. */
final class Lines {
  private Lines() {}

  static CountedVersions of(SealedUnder under, @Nullable String keyState, Count count) {
    return new CountedVersions(
        under.type().algorithm(),
        under.type() == SealedUnder.Type.SSE_KMS_BUCKET_KEY,
        orNull(under.kmsKeyArn()),
        orNull(under.keyMaterial()),
        keyState,
        count.versions(),
        count.sizeBytes());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
