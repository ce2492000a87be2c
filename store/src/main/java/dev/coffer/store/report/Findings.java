package dev.coffer.store.report;

import dev.coffer.kms.access.KeyStates;
import dev.coffer.kms.key.KeyService;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.wire.admin.EncryptionFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody should know of a bucket: its default names a key that cannot be used, versions lie
 * under such a key, versions differ from the default, or they are not counted.
 *
 * <p>A version differs when its type or its KMS key is another; Bucket Keys and key material do not
 * matter.
 */
final class Findings {
  private final KeyLook keys;
  private final List<EncryptionFinding> findings = new ArrayList<>();

  Findings(KeyLook keys) {
    this.keys = keys;
  }

  /** All findings of one bucket; asked once. */
  List<EncryptionFinding> of(
      DefaultEncryption byDefault, boolean counted, Map<SealedUnder, Count> counts) {
    switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> {}
      case DefaultEncryption.SseKms kms -> defaultKey(named(kms.keyId()));
      case DefaultEncryption.DsseKms dsse -> defaultKey(named(dsse.keyId()));
    }
    byKey(counts).forEach(this::versionsUnder);
    differing(byDefault, counts);
    if (!counted) {
      warn("NotCounted", "The bucket is older than counting: run the report with --recount.");
    }
    return findings;
  }

  private static String named(@Nullable String keyId) {
    return keyId == null ? KeyService.DEFAULT_S3_KEY : keyId;
  }

  private void defaultKey(String name) {
    Optional<KeyStates.Found> found = keys.find(name);
    if (found.isEmpty()) {
      // The service's own key is made when it is first needed.
      if (!name.equals(KeyService.DEFAULT_S3_KEY)) {
        error("DefaultKeyMissing", "The default names " + name + ", which is no key: writes fail.");
      }
      return;
    }
    String text = "The default's key " + found.get().arn();
    switch (found.get().state()) {
      case Enabled -> {}
      case PendingDeletion ->
          error(
              "DefaultKeyPendingDeletion",
              text + " is deleted on " + found.get().deletionDate() + ": writes fail.");
      case Disabled, PendingImport, Unavailable ->
          error("DefaultKeyUnusable", text + " is " + found.get().state() + ": writes fail.");
    }
  }

  private static Map<String, Long> byKey(Map<SealedUnder, Count> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((under, count) ->
        under.findKmsKeyArn().ifPresent(arn -> sums.merge(arn, count.versions(), Long::sum)));
    return sums;
  }

  private void versionsUnder(String arn, long versions) {
    Optional<KeyStates.Found> found = keys.find(arn);
    if (found.isEmpty()) {
      error(
          "VersionsUnderMissingKey", versions + " versions are under " + arn + ", which is gone.");
      return;
    }
    switch (found.get().state()) {
      case Enabled -> {}
      case PendingDeletion ->
          error(
              "VersionsUnderKeyPendingDeletion",
              versions
                  + " versions are under "
                  + arn
                  + " and cannot be read any more from "
                  + found.get().deletionDate()
                  + " on.");
      case Disabled, PendingImport, Unavailable ->
          error(
              "VersionsUnderUnusableKey",
              versions + " versions are under " + arn + ", which is " + found.get().state() + ".");
    }
  }

  private void differing(DefaultEncryption byDefault, Map<SealedUnder, Count> counts) {
    Optional<String> key = keyArn(byDefault);
    long differing = 0;
    for (Map.Entry<SealedUnder, Count> entry : counts.entrySet()) {
      SealedUnder under = entry.getKey();
      boolean alike =
          under.type().algorithm().equals(byDefault.algorithm())
              && under.findKmsKeyArn().equals(key);
      differing += alike ? 0 : entry.getValue().versions();
    }
    if (differing > 0) {
      warn("VersionsDifferFromDefault", differing + " versions are not as the default says.");
    }
  }

  private Optional<String> keyArn(DefaultEncryption byDefault) {
    return switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> Optional.empty();
      case DefaultEncryption.SseKms kms -> keys.find(named(kms.keyId())).map(KeyStates.Found::arn);
      case DefaultEncryption.DsseKms dsse ->
          keys.find(named(dsse.keyId())).map(KeyStates.Found::arn);
    };
  }

  private void error(String code, String text) {
    findings.add(new EncryptionFinding(EncryptionFinding.ERROR, code, text));
  }

  private void warn(String code, String text) {
    findings.add(new EncryptionFinding(EncryptionFinding.WARNING, code, text));
  }
}
