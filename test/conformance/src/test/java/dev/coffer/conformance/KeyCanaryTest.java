package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.RpcFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every operation of the key service that is served is called, done and refused; whatever secret
 * went in, came out, or can be computed from it by the formats' documents is searched in the log,
 * the audit trail and all of the data folder.
 */
class KeyCanaryTest {
  private static final String CONTEXT =
      "\"EncryptionContext\":{\"purpose\":\"looking for canaries\"}";
  private static final String FOREVER = "\"ExpirationModel\":\"KEY_MATERIAL_DOES_NOT_EXPIRE\"";

  @TempDir Path folder;

  private final Map<String, byte[]> secrets = new LinkedHashMap<>();
  private final Set<String> called = new TreeSet<>();
  private final Random random = new Random(20261129);

  /** Calls of one server, of which it is kept which there were. */
  private record Caller(KmsCalls calls, Set<String> called) {
    JsonNode done(String operation, String json) {
      called.add(operation);
      return calls.done(operation, json);
    }

    void refused(String operation, String json) {
      called.add(operation);
      assertThat(calls.send(operation, json).status()).as(operation).isGreaterThanOrEqualTo(400);
    }

    String key(String json) {
      return done("CreateKey", json).at("/KeyMetadata/Arn").asString();
    }
  }

  @Test
  void noOperationLeavesASecretBehind() throws Exception {
    Path data = folder.resolve("data");
    try (var server = StartedServer.over(data)) {
      var kms = new Caller(KmsCalls.of(server), called);
      everything(kms);
      assertThat(called).as("every served operation was called").containsAll(served(kms.calls()));
      assertThat(Traces.of("looking for canaries".getBytes(UTF_8)).below(data))
          .as("the search finds what is there")
          .isNotEmpty();
      nothingIsLeft(data, server, "served");
      assertThat(server.stop()).isZero();
      nothingIsLeft(data, server, "stopped");
    }
    try (var server = StartedServer.over(data)) {
      everything(new Caller(KmsCalls.of(server), called));
      server.kill();
      nothingIsLeft(data, server, "killed");
    }
  }

  private void nothingIsLeft(Path data, StartedServer server, String when) throws IOException {
    try (Stream<Path> below = Files.walk(data)) {
      for (Path file : Stream.concat(below, Stream.of(server.logFile())).toList()) {
        if (Files.isRegularFile(file)) {
          nothingIsIn(file, when);
        }
      }
    }
  }

  private void nothingIsIn(Path file, String when) throws IOException {
    String content = new String(Files.readAllBytes(file), ISO_8859_1);
    for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
      assertThat(Traces.of(secret.getValue()).in(content))
          .as("%s in %s, %s", secret.getKey(), file, when)
          .isFalse();
    }
  }

  /** Those that are not refused as not implemented. */
  private static Set<String> served(KmsCalls kms) {
    return RpcFacts.of(Rpc.Service.KMS).operations().stream()
        .map(RpcFacts.Operation::name)
        .filter(name -> !kms.send(name, "{}").body().contains("is not implemented"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void everything(Caller kms) throws Exception {
    String symmetric = kms.key("{\"Description\":\"of the canaries\"}");
    encryption(kms, symmetric);
    dataKeys(kms, symmetric);
    authentication(kms);
    importing(kms);
    administration(kms, symmetric);
    signing(kms);
    ends(kms, symmetric);
  }

  private byte[] fresh(String name, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return kept(name, bytes);
  }

  private byte[] kept(String name, byte[] secret) {
    secrets.put(name + " " + secrets.size(), secret);
    return secret;
  }

  private byte[] kept(String name, JsonNode answer, String member) {
    return kept(name, KmsCalls.decoded(answer, member));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** {@code "KeyId":"…"} and more members. */
  private static String of(String key, String... members) {
    return "{\"KeyId\":\"" + key + "\"" + more(members) + "}";
  }

  private static String more(String... members) {
    return Arrays.stream(members).map(member -> "," + member).collect(Collectors.joining());
  }

  private static String blob(String name, byte[] bytes) {
    return "\"" + name + "\":\"" + base64(bytes) + "\"";
  }

  private void encryption(Caller kms, String key) {
    byte[] text = fresh("a plaintext", 100);
    JsonNode sealed = kms.done("Encrypt", of(key, CONTEXT, blob("Plaintext", text)));
    String ciphertext = "\"CiphertextBlob\":\"" + sealed.path("CiphertextBlob").asString() + "\"";
    kms.done("Decrypt", "{" + ciphertext + "," + CONTEXT + "}");
    kms.done(
        "ReEncrypt",
        "{\"DestinationKeyId\":\""
            + key
            + "\""
            + more(ciphertext, "\"Source" + CONTEXT.substring(1))
            + "}");
    kms.refused("Decrypt", "{" + ciphertext + "}");
    kms.refused("Encrypt", of("alias/none", blob("Plaintext", fresh("one for nobody", 64))));
    kms.refused("Encrypt", of(key, blob("Plaintext", fresh("one that is too long", 4097))));
    kms.refused(
        "Encrypt", of(key, "\"Plaintext\":[\"" + base64(fresh("of a wrong type", 48)) + "\"]"));
    kms.refused(
        "Encrypt", of(key, blob("Plaintext", fresh("in half a message", 48))).replace("}", ""));
    kms.refused("Decrypt", of(key, blob("CiphertextBlob", fresh("in a ciphertext's place", 48))));
    kms.refused(
        "Encrypt", of(key, "\"DryRun\":true", blob("Plaintext", fresh("in a dry run", 48))));
  }

  private void dataKeys(Caller kms, String key) {
    JsonNode both = kms.done("GenerateDataKey", of(key, CONTEXT, "\"KeySpec\":\"AES_256\""));
    kept("a data key", both, "Plaintext");
    kept(
        "a long data key",
        kms.done("GenerateDataKey", of(key, "\"NumberOfBytes\":1024")),
        "Plaintext");
    JsonNode one = kms.done("GenerateDataKeyWithoutPlaintext", of(key, "\"KeySpec\":\"AES_256\""));
    JsonNode opened =
        kms.done(
            "Decrypt", "{\"CiphertextBlob\":\"" + one.path("CiphertextBlob").asString() + "\"}");
    kept("a data key that was seen later", opened, "Plaintext");
    kept("random bytes", kms.done("GenerateRandom", "{\"NumberOfBytes\":64}"), "Plaintext");
  }

  private void authentication(Caller kms) throws Exception {
    String key =
        kms.key(
            "{\"KeyUsage\":\"GENERATE_VERIFY_MAC\",\"KeySpec\":\"HMAC_384\",\"Origin\":\"EXTERNAL\"}");
    bring(kms, key, fresh("an HMAC key", 48));
    String asked =
        of(key, "\"MacAlgorithm\":\"HMAC_SHA_384\"", blob("Message", fresh("a message", 64)));
    byte[] mac = kept("a code", kms.done("GenerateMac", asked), "Mac");
    kms.done("VerifyMac", asked.replace("}", "," + blob("Mac", mac) + "}"));
    byte[] wrong = fresh("a wrong code", 48);
    kms.refused("VerifyMac", asked.replace("}", "," + blob("Mac", wrong) + "}"));
  }

  private void importing(Caller kms) throws Exception {
    String key = kms.key("{\"Origin\":\"EXTERNAL\"}");
    byte[] material = fresh("an imported material", 32);
    bring(kms, key, material);
    JsonNode sealed = kms.done("Encrypt", of(key, blob("Plaintext", fresh("a plaintext", 80))));
    byte[] blob = KmsCalls.decoded(sealed, "CiphertextBlob");
    kept("the key derived for a ciphertext", derived(material, blob));
    byte[] next = fresh("an imported material that waits", 32);
    bring(kms, key, next, "\"ImportType\":\"NEW_KEY_MATERIAL\"");
    kms.done("RotateKeyOnDemand", of(key));
    kms.done("Decrypt", "{" + blob("CiphertextBlob", blob) + "}");
    kms.done("DeleteImportedKeyMaterial", of(key));
    JsonNode parameters = kms.done("GetParametersForImport", parametersOf(key));
    byte[] other = fresh("a material that does not belong", 32);
    kms.refused("ImportKeyMaterial", importOf(key, parameters, wrapped(parameters, other)));
    kms.refused("ImportKeyMaterial", importOf(key, parameters, fresh("one nobody wrapped", 256)));
  }

  /** As docs/formats/kms-ciphertext-v1.md has it. */
  private static byte[] derived(byte[] material, byte[] blob) throws GeneralSecurityException {
    byte[] label = "coffer-kms/v1".getBytes(ISO_8859_1);
    byte[] info = Arrays.copyOf(label, label.length + 26);
    System.arraycopy(blob, 0, info, label.length, 26);
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(material)
                .addSalt(Arrays.copyOfRange(blob, 26, 58))
                .thenExpand(info, 32));
  }

  private void bring(Caller kms, String key, byte[] material, String... members) throws Exception {
    JsonNode parameters = kms.done("GetParametersForImport", parametersOf(key));
    kept("an import token", parameters, "ImportToken");
    kms.done(
        "ImportKeyMaterial", importOf(key, parameters, wrapped(parameters, material), members));
  }

  private static String parametersOf(String key) {
    return of(
        key, "\"WrappingAlgorithm\":\"RSAES_OAEP_SHA_256\"", "\"WrappingKeySpec\":\"RSA_2048\"");
  }

  private static String importOf(
      String key, JsonNode parameters, byte[] wrapped, String... members) {
    String token = "\"ImportToken\":\"" + parameters.path("ImportToken").asString() + "\"";
    return of(key, token, blob("EncryptedKeyMaterial", wrapped), FOREVER + more(members));
  }

  private byte[] wrapped(JsonNode parameters, byte[] material) throws GeneralSecurityException {
    var publicKey = new X509EncodedKeySpec(KmsCalls.decoded(parameters, "PublicKey"));
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        KeyFactory.getInstance("RSA").generatePublic(publicKey),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return kept("a wrapped material", oaep.doFinal(material));
  }

  private void administration(Caller kms, String key) {
    String alias = Keys.freshAlias();
    String account = "arn:aws:iam::" + key.split(":", -1)[4] + ":root";
    kms.done("DescribeKey", of(key));
    kms.done("ListKeys", "{}");
    kms.done("UpdateKeyDescription", of(key, "\"Description\":\"d\""));
    kms.done("CreateAlias", "{\"AliasName\":\"" + alias + "\",\"TargetKeyId\":\"" + key + "\"}");
    kms.done("UpdateAlias", "{\"AliasName\":\"" + alias + "\",\"TargetKeyId\":\"" + key + "\"}");
    kms.done("ListAliases", "{}");
    kms.done("DeleteAlias", "{\"AliasName\":\"" + alias + "\"}");
    JsonNode policy = kms.done("GetKeyPolicy", of(key));
    String text = new JsonMapper().writeValueAsString(policy.path("Policy").asString());
    kms.done("PutKeyPolicy", of(key, "\"Policy\":" + text));
    kms.done("ListKeyPolicies", of(key));
    kms.done("TagResource", of(key, "\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]"));
    kms.done("ListResourceTags", of(key));
    kms.done("UntagResource", of(key, "\"TagKeys\":[\"a\"]"));
    kms.done("EnableKeyRotation", of(key));
    kms.done("GetKeyRotationStatus", of(key));
    kms.done("ListKeyRotations", of(key));
    kms.done("DisableKeyRotation", of(key));
    String grantee = "\"GranteePrincipal\":\"" + account + "\"";
    String retiring = "\"RetiringPrincipal\":\"" + account + "\"";
    String grant = of(key, grantee, retiring, "\"Operations\":[\"Decrypt\"]");
    JsonNode first = kms.done("CreateGrant", grant);
    JsonNode second = kms.done("CreateGrant", grant);
    String token = first.path("GrantToken").asString();
    kept("a grant token", Base64.getUrlDecoder().decode(token));
    kms.done("ListGrants", of(key));
    kms.done("ListRetirableGrants", "{" + retiring + "}");
    kms.done("RetireGrant", "{\"GrantToken\":\"" + token + "\"}");
    kms.done("RevokeGrant", of(key, "\"GrantId\":\"" + second.path("GrantId").asString() + "\""));
    kms.done("GetKeyLastUsage", of(key));
  }

  private void ends(Caller kms, String key) {
    kms.done("DisableKey", of(key));
    kms.refused("Encrypt", of(key, blob("Plaintext", fresh("one for a disabled key", 64))));
    kms.done("EnableKey", of(key));
    kms.done("ScheduleKeyDeletion", of(key, "\"PendingWindowInDays\":7"));
    kms.refused("GenerateDataKey", of(key, "\"KeySpec\":\"AES_256\""));
    kms.done("CancelKeyDeletion", of(key));
  }

  /** What is signed is no secret of the service, but often one of those who sign. */
  private void signing(Caller kms) {
    String key = kms.key("{\"KeyUsage\":\"SIGN_VERIFY\",\"KeySpec\":\"ECC_NIST_P256\"}");
    String asked =
        of(key, "\"SigningAlgorithm\":\"ECDSA_SHA_256\"", blob("Message", fresh("a message", 64)));
    byte[] signature = kept("a signature", kms.done("Sign", asked), "Signature");
    kms.done("Verify", asked.replace("}", "," + blob("Signature", signature) + "}"));
    kms.refused("Verify", asked.replace("}", "," + blob("Signature", new byte[70]) + "}"));
    kms.refused(
        "Sign", of(key, "\"SigningAlgorithm\":\"NONE\"", blob("Message", fresh("of no kind", 64))));
    kms.done("GetPublicKey", of(key));
  }
}
