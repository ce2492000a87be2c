package dev.coffer.crypto.material;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names key materials: the same material under the same KMS key has the same name, and a name tells
 * nothing of the material to those who lack the naming key.
 *
 * <p>Shape: 64 lower-case hexadecimal digits of HMAC-SHA-256(naming key, SHA-256(canonical label
 * and key id) ‖ material). Source: docs/formats/kms-key-v1.md.
 */
public final class MaterialNames implements AutoCloseable {
  private static final String LABEL = "coffer/kms/material-name";
  private static final String ALGORITHM = "HmacSHA256";

  private final Secret key;

  /** Takes ownership of {@code key}. */
  public MaterialNames(Secret key) {
    this.key = key;
  }

  public String name(String keyId, Secret material) {
    var named = new ByteArrayOutputStream();
    named.writeBytes(Aad.of(LABEL).add(keyId.getBytes(StandardCharsets.UTF_8)).sha256());
    named.writeBytes(material.bytes());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(named.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA-256", e);
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
