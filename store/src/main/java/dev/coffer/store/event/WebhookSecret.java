package dev.coffer.store.event;

import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a webhook and its receiver share, so that the receiver knows whom messages are from.
 *
 * <p>The signature is {@code v1,} and the HMAC-SHA-256, in base64, of id, time and body with dots
 * between. Source: Standard Webhooks, version 1.0.0, "Symmetric".
 */
public final class WebhookSecret implements AutoCloseable {
  private static final String PREFIX = "whsec_";

  private final MacKey key;

  private WebhookSecret(MacKey key) {
    this.key = key;
  }

  /**
   * Reads {@code whsec_} and 32 bytes in base64; the prefix may be absent. Empty for other text.
   */
  public static Optional<WebhookSecret> parse(String text) {
    try {
      String coded = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
      byte[] bytes = Base64.getDecoder().decode(coded.strip());
      return bytes.length == MacKey.BYTES
          ? Optional.of(new WebhookSecret(new MacKey(Secret.of(bytes))))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  String signature(String id, long epochSecond, byte[] body) {
    byte[] head = (id + "." + epochSecond + ".").getBytes(StandardCharsets.UTF_8);
    return "v1," + Base64.getEncoder().encodeToString(key.code(head, body));
  }

  @Override
  public void close() {
    key.close();
  }
}
