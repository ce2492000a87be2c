package dev.coffer.server.config;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import tools.jackson.databind.JsonNode;

/** Requests that bring key material into a key, as its owner would write them by hand. */
final class Imported {
  private Imported() {}

  static String parametersOf(String key) {
    return ("{\"KeyId\":\"%s\",\"WrappingAlgorithm\":\"RSAES_OAEP_SHA_256\","
            + "\"WrappingKeySpec\":\"RSA_2048\"}")
        .formatted(key);
  }

  /** The material in base64, as it is sent. */
  static String wrapped(JsonNode parameters, byte[] material) {
    try {
      byte[] publicKey = Base64.getDecoder().decode(parameters.path("PublicKey").asString(""));
      var wrapping =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      var oaep =
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
      cipher.init(Cipher.ENCRYPT_MODE, wrapping, oaep);
      return Base64.getEncoder().encodeToString(cipher.doFinal(material));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The request.
   *
   * @param wrapped in base64
   * @param expiry the members that say when it expires
   */
  static String request(String key, JsonNode parameters, String wrapped, String expiry) {
    return "{\"KeyId\":\"%s\",\"ImportToken\":\"%s\",\"EncryptedKeyMaterial\":\"%s\",%s}"
        .formatted(key, parameters.path("ImportToken").asString(""), wrapped, expiry);
  }
}
