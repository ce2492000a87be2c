package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the key service by hand, each signed by the root of the server. */
record KmsCalls(RawClient raw) {
  private static final JsonMapper JSON = new JsonMapper();

  static KmsCalls of(StartedServer server) {
    var secret = SecretAccessKey.of(server.secretAccessKey());
    var signer = new Signer(server.accessKeyId(), secret, "us-east-1", "kms", null);
    return new KmsCalls(new RawClient(server.http(), signer));
  }

  Answer send(String operation, String json) {
    return raw.send(
        "POST",
        "/",
        json.getBytes(StandardCharsets.UTF_8),
        Headers.of(
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            "TrentService." + operation));
  }

  /** The answer of a call that must be done. */
  JsonNode done(String operation, String json) {
    Answer answer = send(operation, json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  /** The id of a new key. */
  String createKey(String json) {
    return done("CreateKey", json).at("/KeyMetadata/KeyId").asString();
  }

  /** A new data key: its ciphertext in base64, and its bytes. */
  record DataKey(String ciphertext, Bytes plaintext) {}

  DataKey dataKey(String keyId) {
    JsonNode made =
        done("GenerateDataKey", "{\"KeyId\":\"%s\",\"KeySpec\":\"AES_256\"}".formatted(keyId));
    return new DataKey(made.get("CiphertextBlob").asString(), Bytes.of(decoded(made, "Plaintext")));
  }

  byte[] decrypt(String ciphertext) {
    return decoded(
        done("Decrypt", "{\"CiphertextBlob\":\"%s\"}".formatted(ciphertext)), "Plaintext");
  }

  static byte[] decoded(JsonNode answer, String member) {
    return Base64.getDecoder().decode(answer.get(member).asString());
  }
}
