package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/**
 * The access control list that a write asks for. Buckets here enforce ownership, so only what such
 * a bucket accepts at Amazon is accepted; the rest is AccessControlListNotSupported.
 */
public record Acl(
    @Header("x-amz-acl") @Nullable String canned,
    @Header("x-amz-grant-full-control") @Nullable String grantFullControl,
    @Header("x-amz-grant-read") @Nullable String grantRead,
    @Header("x-amz-grant-read-acp") @Nullable String grantReadAcp,
    @Header("x-amz-grant-write-acp") @Nullable String grantWriteAcp) {
  public static final Acl NONE = new Acl(null, null, null, null, null);
}
