package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** {@code coffer recover} says of every type which keys it needs, and opens by those it has. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class RecoverKeysTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KEY_ID = SSE + "-aws-kms-key-id";
  private static final String CUSTOMER_KEY = "1234567890abcdef1234567890abcdef";
  private static final String NOBODY =
      "<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>NONE"
          + "</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>";

  @TempDir private Path folder;

  private static Map<String, String> customer() throws Exception {
    byte[] key = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
    byte[] md5 = MessageDigest.getInstance("MD5").digest(key);
    return Map.of(
        SSE + "-customer-algorithm", "AES256",
        SSE + "-customer-key", Base64.getEncoder().encodeToString(key),
        SSE + "-customer-key-MD5", Base64.getEncoder().encodeToString(md5));
  }

  private static void put(Neighbour coffer, String name, Map<String, String> headers)
      throws Exception {
    var answer = coffer.s3("PUT", "/kept/" + name, headers, "of " + name);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void everyTypeIsListedWithItsKeysAndOpensByThem() throws Exception {
    try (var coffer = new Neighbour(folder)) {
      coffer.start();
      assertThat(coffer.s3("PUT", "/kept", Map.of(), "").statusCode()).isEqualTo(200);
      assertThat(coffer.s3("PUT", "/kept?encryption=", Map.of(), NOBODY).statusCode())
          .isEqualTo(200);
      String key = "arn:aws:kms:us-east-1:000000000000:key/" + coffer.createKey("{}");
      String external = coffer.createKey("{\"Origin\":\"EXTERNAL\"}");
      put(coffer, "a-s3", Map.of());
      put(coffer, "b-kms", Map.of(SSE, "aws:kms", KEY_ID, key));
      put(
          coffer,
          "c-bucket-key",
          Map.of(SSE, "aws:kms", KEY_ID, key, SSE + "-bucket-key-enabled", "true"));
      put(coffer, "d-dsse", Map.of(SSE, "aws:kms:dsse", KEY_ID, key));
      put(coffer, "e-customer", customer());
      imported(coffer, external);
      put(coffer, "f-destroyed", Map.of(SSE, "aws:kms", KEY_ID, external));
      assertThat(
              coffer.kms("DeleteImportedKeyMaterial", "{\"KeyId\":\"" + external + "\"}").refusal())
          .isEmpty();
      assertThat(coffer.kms("DisableKey", "{\"KeyId\":\"" + key + "\"}").refusal()).isEmpty();
      coffer.stop();

      String kms = "KMS key " + key + ", material 1";
      String own = "the bucket's key, generation 1";
      List<String> needs =
          List.of(
              "kept\ta-s3\tnull\t7\tSSE-S3\t" + own,
              "kept\tb-kms\tnull\t8\tSSE-KMS\t" + kms,
              "kept\tc-bucket-key\tnull\t15\tSSE-KMS with a Bucket Key\t" + kms,
              "kept\td-dsse\tnull\t9\tDSSE-KMS\t" + kms + " and " + own,
              "kept\te-customer\tnull\t13\tSSE-C\tthe customer's key",
              "kept\tf-destroyed\tnull\t14\tSSE-KMS\tKMS key"
                  + " arn:aws:kms:us-east-1:000000000000:key/"
                  + external
                  + ", material 1");
      Neighbour.Run listed = coffer.run("recover DATA");
      assertThat(listed.status()).isZero();
      assertThat(listed.out().lines().toList())
          .isEqualTo(needs.stream().map(line -> line + "\t-").toList());

      Neighbour.Run checked = coffer.run("recover DATA --check");
      assertThat(checked.status()).isEqualTo(ExitCode.INCOMPLETE);
      assertThat(checked.err()).contains("6 versions; 0 damaged, 2 without");
      List<String> states = checked.out().lines().map(RecoverKeysTest::last).toList();
      assertThat(states.subList(0, 4)).containsOnly("opens");
      assertThat(states.get(4)).isEqualTo("! it needs the customer's key, and none was given");
      assertThat(states.get(5)).startsWith("! KMS key ").contains(external);

      Path keys = folder.resolve("customers");
      byte[] customer = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
      Files.writeString(keys, Base64.getEncoder().encodeToString(customer) + "\n");
      Path to = folder.resolve("to");
      Neighbour.Run extracted =
          coffer.run("recover DATA --to " + to + " --customer-key-file " + keys);
      assertThat(extracted.status()).isEqualTo(ExitCode.INCOMPLETE);
      for (String name : List.of("a-s3", "b-kms", "c-bucket-key", "d-dsse", "e-customer")) {
        assertThat(to.resolve("kept").resolve(name)).hasContent("of " + name);
      }
      assertThat(to.resolve("kept/f-destroyed")).doesNotExist();
    }
  }

  private static String last(String line) {
    return line.substring(line.lastIndexOf('\t') + 1);
  }

  private static void imported(Neighbour coffer, String key) throws Exception {
    Neighbour.Said given = coffer.kms("GetParametersForImport", Imported.parametersOf(key));
    String wrapped = Imported.wrapped(given.json(), new byte[32]);
    String forever = "\"ExpirationModel\":\"KEY_MATERIAL_DOES_NOT_EXPIRE\"";
    assertThat(
            coffer
                .kms("ImportKeyMaterial", Imported.request(key, given.json(), wrapped, forever))
                .refusal())
        .isEmpty();
  }
}
