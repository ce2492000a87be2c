package dev.coffer.store.object;

import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.ResponseOverrides;
import dev.coffer.wire.s3.SseCustomer;
import org.jspecify.annotations.Nullable;

/**
 * What GetObject and HeadObject ask for alike.
 *
 * @param checksums whether the answer shall show them
 */
record Ask(
    String bucket,
    String key,
    @Nullable VersionId id,
    Choice choice,
    Preconditions preconditions,
    ResponseOverrides overrides,
    boolean checksums,
    SseCustomer customer,
    @Nullable String requestPayer,
    @Nullable String expectedBucketOwner) {
  static Ask of(GetObject op) {
    return new Ask(
        op.bucket(),
        op.key(),
        VersionId.parse(op.versionId()),
        new Choice(op.range(), op.partNumber()),
        op.preconditions(),
        op.overrides(),
        RequestRules.checksumMode(op.checksumMode()),
        op.sseCustomer(),
        op.requestPayer(),
        op.expectedBucketOwner());
  }

  static Ask of(HeadObject op) {
    return new Ask(
        op.bucket(),
        op.key(),
        VersionId.parse(op.versionId()),
        new Choice(op.range(), op.partNumber()),
        op.preconditions(),
        op.overrides(),
        RequestRules.checksumMode(op.checksumMode()),
        op.sseCustomer(),
        op.requestPayer(),
        op.expectedBucketOwner());
  }
}
