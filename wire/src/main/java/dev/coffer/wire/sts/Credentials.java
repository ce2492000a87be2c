package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Sensitive;
import java.time.Instant;

/** Credentials that end. All three parts are needed to sign a request. */
public record Credentials(
    String accessKeyId,
    @Sensitive String secretAccessKey,
    @Sensitive String sessionToken,
    Instant expiration) {
  /** Neither secret nor token. */
  @Override
  public String toString() {
    return "Credentials[" + accessKeyId + ", " + expiration + "]";
  }
}
