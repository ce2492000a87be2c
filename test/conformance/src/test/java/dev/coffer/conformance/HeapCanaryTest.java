package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * After sealing, no key is among the live objects of the server; and at no time in its data folder,
 * its audit or its log. The root key is computed here from the format's document.
 */
class HeapCanaryTest {
  private static final String PASSPHRASE = "canary-of-passphrases-b1e2c6f0";

  @TempDir Path folder;

  private final Map<String, byte[]> secrets = new LinkedHashMap<>();
  private Path data = Path.of("unset");

  @Test
  void afterSealingNoKeyIsInTheHeapAndNeverOnTheDisk() throws Exception {
    data = folder.resolve("data");
    try (var server = StartedServer.over(data)) {
      addPassphrase();
      secrets.put("the root key", rootKey());
      use(KmsCalls.of(server));
      assertThat(Traces.of(rootKey()).in(Heap.of(server, folder.resolve("open.hprof"))))
          .as("the search finds what is there")
          .isTrue();
      assertThat(ControlClient.give(data, Order.SEAL, new byte[0]).done()).isTrue();
      nothingIsLeft(server, "sealed");
      byte[] passphrase = PASSPHRASE.getBytes(UTF_8);
      assertThat(ControlClient.give(data, Order.UNSEAL_BY_PASSPHRASE, passphrase).done()).isTrue();
      secrets.put("the passphrase", passphrase);
      use(KmsCalls.of(server));
      assertThat(ControlClient.give(data, Order.SEAL, new byte[0]).done()).isTrue();
      nothingIsLeft(server, "sealed-again");
      assertThat(server.stop()).isZero();
    }
  }

  private void addPassphrase() {
    Path keys = data.resolve("keys");
    var keyFile = new UnlockSecret.KeyFile(keys.resolve(RootKeyFile.KEY_FILE_NAME));
    try (StoreRootKey root = RootKeyFile.open(keys, keyFile);
        Secret passphrase = Secret.of(PASSPHRASE.getBytes(UTF_8))) {
      RootKeyFile.addSlot(keys, root, new FirstSecret.Passphrase(passphrase), Entropy.system());
    }
  }

  /** As docs/formats/root-key-file-v1.md has it. */
  private byte[] rootKey() throws Exception {
    Path keys = data.resolve("keys");
    JsonNode file = new JsonMapper().readTree(Files.readAllBytes(keys.resolve("root.json")));
    for (JsonNode slot : file.get("slots")) {
      if (slot.get("kind").asString().equals("keyfile")) {
        byte[] context =
            Aad.of("coffer/root-key-file/slot")
                .addLong(1)
                .add(Bytes.ofHex(file.get("installationId").asString()))
                .add(Bytes.ofHex(slot.get("id").asString()))
                .add("keyfile")
                .addLong(file.get("rootKeyVersion").asInt())
                .sha256();
        byte[] wrapped = Bytes.ofHex(slot.get("wrappedRootKey").asString()).toArray();
        Secret secret = Secret.of(Files.readAllBytes(keys.resolve("root.key")));
        try (var slotKey = new WrappingKey(secret)) {
          return slotKey.openRecord(wrapped, context);
        }
      }
    }
    throw new IllegalStateException("there is no key file slot");
  }

  /** Makes keys of each kind, and uses them; what comes out is kept to be looked for. */
  private void use(KmsCalls kms) throws Exception {
    int round = secrets.size();
    byte[] material = new byte[32];
    new Random(7L + round).nextBytes(material);
    String imported = kms.createKey("{\"Origin\":\"EXTERNAL\"}");
    bring(kms, imported, material);
    secrets.put("an imported material " + round, material);
    for (String key : List.of(imported, kms.createKey("{}"))) {
      KmsCalls.DataKey made = kms.dataKey(key);
      assertThat(kms.decrypt(made.ciphertext())).isEqualTo(made.plaintext().toArray());
      secrets.put("a data key " + round + " of " + key, made.plaintext().toArray());
    }
  }

  private static void bring(KmsCalls kms, String key, byte[] material) throws Exception {
    JsonNode parameters =
        kms.done(
            "GetParametersForImport",
            """
            {"KeyId":"%s","WrappingAlgorithm":"RSAES_OAEP_SHA_256","WrappingKeySpec":"RSA_2048"}\
            """
                .formatted(key));
    PublicKey wrapping =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(KmsCalls.decoded(parameters, "PublicKey")));
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        wrapping,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    String wrapped = Base64.getEncoder().encodeToString(oaep.doFinal(material));
    kms.done(
        "ImportKeyMaterial",
        """
        {"KeyId":"%s","ImportToken":"%s","EncryptedKeyMaterial":"%s",
         "ExpirationModel":"KEY_MATERIAL_DOES_NOT_EXPIRE"}\
        """
            .formatted(key, parameters.get("ImportToken").asString(), wrapped));
  }

  private void nothingIsLeft(StartedServer server, String when) throws Exception {
    byte[] heap = Heap.of(server, folder.resolve(when + ".hprof"));
    for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
      Traces traces = Traces.of(secret.getValue());
      assertThat(traces.in(heap)).as(secret.getKey() + " in the heap, " + when).isFalse();
      assertThat(traces.below(data)).as(secret.getKey()).isEmpty();
      assertThat(traces.below(server.logFile())).as(secret.getKey()).isEmpty();
    }
  }
}
