package dev.coffer.server.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import tools.jackson.databind.JsonNode;

/** For every operation of the key service that is served, a request that is done as it stands. */
final class WholeRequests {
  private static final String TEXT = "dGV4dA==";
  private static final String PRINCIPAL = "arn:aws:iam::123456789012:user/bob";

  private final KmsWorld world;
  private final String key;

  WholeRequests(KmsWorld world) {
    this.world = world;
    this.key = world.newKey("{}");
    world.done("CreateAlias", about(key, "TargetKeyId", "\"AliasName\":\"alias/there\""));
  }

  /** The ARN of the key that most requests are about. */
  String key() {
    return key;
  }

  private static String about(String key, String member, String more) {
    return "{\"" + member + "\":\"" + key + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private String about(String more) {
    return about(key, "KeyId", more);
  }

  private static String of(String key, String more) {
    return about(key, "KeyId", more);
  }

  /** A request for an operation; what it needs is made. */
  String of(String operation) {
    return switch (operation) {
      case "CreateKey", "ListKeys", "ListAliases" -> "{}";
      case "CancelKeyDeletion" -> of(pendingDeletion(), "");
      case "CreateAlias" -> about(key, "TargetKeyId", "\"AliasName\":\"alias/new\"");
      case "UpdateAlias" -> about(key, "TargetKeyId", "\"AliasName\":\"alias/there\"");
      case "DeleteAlias" -> "{\"AliasName\":\"alias/there\"}";
      case "UpdateKeyDescription" -> about("\"Description\":\"new\"");
      case "TagResource" -> about("\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]");
      case "UntagResource" -> about("\"TagKeys\":[\"a\"]");
      case "PutKeyPolicy" -> about("\"Policy\":" + quoted(policy()));
      case "CreateGrant", "ListRetirableGrants", "RetireGrant", "RevokeGrant" -> grants(operation);
      case "GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial" ->
          importing(operation);
      case "Encrypt",
          "Decrypt",
          "ReEncrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateRandom" ->
          ciphering(operation);
      case "GenerateMac", "VerifyMac" -> macs(operation);
      case "Sign", "Verify", "GetPublicKey" -> signing(operation);
      default -> about("");
    };
  }

  private String pendingDeletion() {
    String pending = world.newKey("{}");
    world.done("ScheduleKeyDeletion", of(pending, ""));
    return pending;
  }

  private static String policy() {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
        + "\"arn:aws:iam::123456789012:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }

  private String grants(String operation) {
    String create =
        about("\"GranteePrincipal\":\"" + PRINCIPAL + "\",\"Operations\":[\"Decrypt\"]");
    return switch (operation) {
      case "CreateGrant" -> create;
      case "ListRetirableGrants" -> "{\"RetiringPrincipal\":\"" + PRINCIPAL + "\"}";
      case "RetireGrant" -> {
        String token = world.done("CreateGrant", create).path("GrantToken").asString("");
        yield "{\"GrantToken\":\"" + token + "\"}";
      }
      default -> {
        String id = world.done("CreateGrant", create).path("GrantId").asString("");
        yield about("\"GrantId\":\"" + id + "\"");
      }
    };
  }

  private String importing(String operation) {
    String external = world.newKey("{\"Origin\":\"EXTERNAL\"}");
    String ask =
        of(
            external,
            "\"WrappingAlgorithm\":\"RSAES_OAEP_SHA_256\",\"WrappingKeySpec\":\"RSA_2048\"");
    if (operation.equals("GetParametersForImport")) {
      return ask;
    }
    String request = imported(external, world.done("GetParametersForImport", ask));
    if (operation.equals("ImportKeyMaterial")) {
      return request;
    }
    world.done("ImportKeyMaterial", request);
    return of(external, "");
  }

  private static String imported(String external, JsonNode parameters) {
    return of(
        external,
        "\"ImportToken\":\"%s\",\"EncryptedKeyMaterial\":\"%s\",\"ExpirationModel\":\"%s\""
            .formatted(
                parameters.path("ImportToken").asString(""),
                wrapped(parameters),
                "KEY_MATERIAL_DOES_NOT_EXPIRE"));
  }

  private static String wrapped(JsonNode parameters) {
    try {
      byte[] publicKey = Base64.getDecoder().decode(parameters.path("PublicKey").asString(""));
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)),
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      byte[] material = "material of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(cipher.doFinal(material));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String ciphering(String operation) {
    String encrypt = about("\"Plaintext\":\"" + TEXT + "\"");
    return switch (operation) {
      case "Encrypt" -> encrypt;
      case "GenerateRandom" -> "{\"NumberOfBytes\":16}";
      case "Decrypt", "ReEncrypt" -> {
        String blob = world.done("Encrypt", encrypt).path("CiphertextBlob").asString("");
        String sealed = "\"CiphertextBlob\":\"" + blob + "\"";
        yield operation.equals("Decrypt")
            ? "{" + sealed + "}"
            : about(key, "DestinationKeyId", sealed);
      }
      default -> about("\"NumberOfBytes\":32");
    };
  }

  private String macs(String operation) {
    String mac = world.newKey("{\"KeySpec\":\"HMAC_256\",\"KeyUsage\":\"GENERATE_VERIFY_MAC\"}");
    String message = "\"Message\":\"" + TEXT + "\",\"MacAlgorithm\":\"HMAC_SHA_256\"";
    if (operation.equals("GenerateMac")) {
      return of(mac, message);
    }
    String made = world.done("GenerateMac", of(mac, message)).path("Mac").asString("");
    return of(mac, message + ",\"Mac\":\"" + made + "\"");
  }

  private String signing(String operation) {
    String pair = world.newKey("{\"KeySpec\":\"ECC_NIST_P256\",\"KeyUsage\":\"SIGN_VERIFY\"}");
    String message = "\"Message\":\"" + TEXT + "\",\"SigningAlgorithm\":\"ECDSA_SHA_256\"";
    return switch (operation) {
      case "GetPublicKey" -> of(pair, "");
      case "Sign" -> of(pair, message);
      default -> {
        String made = world.done("Sign", of(pair, message)).path("Signature").asString("");
        yield of(pair, message + ",\"Signature\":\"" + made + "\"");
      }
    };
  }
}
