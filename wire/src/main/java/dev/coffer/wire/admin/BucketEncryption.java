package dev.coffer.wire.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a bucket encrypts and how its versions are encrypted.
 *
 * @param account of its owner, twelve digits
 * @param defaultType {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param defaultKey as it was put; null where none is named
 * @param blockedTypes {@code NONE} or {@code SSE-C}; empty when nothing was ever said
 * @param counted false when the bucket is older than counting and was not counted since: {@code
 *     versions} is not all then
 * @param versions by type, key and material; at most 1,000 lines, those with most versions
 * @param omitted how many lines more there are
 * @param changes how many commits have changed versions, read after the counters
 */
public record BucketEncryption(
    String bucket,
    String account,
    String defaultType,
    @Nullable String defaultKey,
    boolean bucketKeyEnabled,
    List<String> blockedTypes,
    boolean counted,
    List<CountedVersions> versions,
    int omitted,
    long changes,
    List<EncryptionFinding> findings) {
  public BucketEncryption {
    blockedTypes = List.copyOf(blockedTypes);
    versions = List.copyOf(versions);
    findings = List.copyOf(findings);
  }
}
