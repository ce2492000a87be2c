package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import org.jspecify.annotations.Nullable;

/** A customer's key, as the headers say it. The key itself must never reach a log. */
public record SseCustomer(
    @Header("x-amz-server-side-encryption-customer-algorithm") @Nullable String algorithm,
    @Header("x-amz-server-side-encryption-customer-key") @Nullable String key,
    @Header("x-amz-server-side-encryption-customer-key-MD5") @Nullable String keyMd5) {
  public static final SseCustomer NONE = new SseCustomer(null, null, null);

  public boolean present() {
    return algorithm != null || key != null || keyMd5 != null;
  }

  @Override
  public String toString() {
    return "SseCustomer[" + (present() ? "present" : "absent") + "]";
  }
}
