package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** The access control list that a request asks for by its headers, those of buckets included. */
public record AclGrants(
    @Header("x-amz-acl") @Nullable String canned,
    @Header("x-amz-grant-full-control") @Nullable String fullControl,
    @Header("x-amz-grant-read") @Nullable String read,
    @Header("x-amz-grant-read-acp") @Nullable String readAcp,
    @Header("x-amz-grant-write") @Nullable String write,
    @Header("x-amz-grant-write-acp") @Nullable String writeAcp) {
  public static final AclGrants NONE = new AclGrants(null, null, null, null, null, null);

  /** Whether any right is given to somebody by name. */
  public boolean named() {
    return fullControl != null
        || read != null
        || readAcp != null
        || write != null
        || writeAcp != null;
  }
}
