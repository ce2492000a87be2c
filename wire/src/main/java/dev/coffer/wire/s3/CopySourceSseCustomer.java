package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** The customer's key of a copy's source. The key itself must never reach a log. */
public record CopySourceSseCustomer(
    @Header("x-amz-copy-source-server-side-encryption-customer-algorithm")
        @Nullable String algorithm,
    @Header("x-amz-copy-source-server-side-encryption-customer-key") @Nullable String key,
    @Header("x-amz-copy-source-server-side-encryption-customer-key-MD5") @Nullable String keyMd5) {
  public boolean present() {
    return algorithm != null || key != null || keyMd5 != null;
  }

  @Override
  public String toString() {
    return "CopySourceSseCustomer[" + (present() ? "present" : "absent") + "]";
  }
}
