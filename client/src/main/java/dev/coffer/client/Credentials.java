package dev.coffer.client;

import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import org.jspecify.annotations.Nullable;

/**
 * An access key with which requests are signed. Neither the secret nor the token can be read back,
 * and {@link #toString} shows the access key id only.
 */
public final class Credentials {
  private final String accessKeyId;
  private final SecretAccessKey secret;
  private final @Nullable String sessionToken;

  private Credentials(String accessKeyId, String secret, @Nullable String sessionToken) {
    this.accessKeyId = Texts.header("access key id", accessKeyId);
    this.secret = SecretAccessKey.of(secret);
    this.sessionToken = sessionToken == null ? null : Texts.header("session token", sessionToken);
  }

  /** A long-lived key. */
  public static Credentials of(String accessKeyId, String secretAccessKey) {
    return new Credentials(accessKeyId, secretAccessKey, null);
  }

  /** A temporary key, which works together with its session token. */
  public static Credentials ofSession(
      String accessKeyId, String secretAccessKey, String sessionToken) {
    return new Credentials(accessKeyId, secretAccessKey, sessionToken);
  }

  /** The public half of the key. */
  public String accessKeyId() {
    return accessKeyId;
  }

  Signer signer(String region, String service) {
    return new Signer(accessKeyId, secret, region, service, sessionToken);
  }

  @Override
  public String toString() {
    return "Credentials[" + accessKeyId + "]";
  }
}
