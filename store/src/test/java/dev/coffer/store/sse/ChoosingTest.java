package dev.coffer.store.sse;

import static dev.coffer.store.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.bucket.BlockedTypes;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.bucket.EncryptionSettings;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: spec/encryption.md §2.2, §2.6 and §2.7 row by row; {@code -} stands for an absent header.
 */
final class ChoosingTest {
  private static final String KEY = "MTIzNDU2Nzg5MGFiY2RlZjEyMzQ1Njc4OTBhYmNkZWY=";
  private static final String MD5 = "JMwgiexXqwuPqIPjYFmIZQ==";
  private static final SseCustomer CUSTOMER = new SseCustomer("AES256", KEY, MD5);
  private static final String BAD_METHOD = "The encryption method specified is not supported";
  private static final String KMS_REQUIRED =
      "Server Side Encryption with AWS KMS managed key requires HTTP header"
          + " x-amz-server-side-encryption : aws:kms";
  private static final String INCOMPATIBLE =
      "Server Side Encryption with Customer provided key is incompatible with the encryption method"
          + " specified";
  private static final String BAD_CONTEXT =
      "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string"
          + " holding JSON which represents a string-string map";

  private static Choice choose(
      Sse sse, SseCustomer customer, DefaultEncryption byDefault, BlockedTypes blocked) {
    return Choosing.of(
        sse, customer, new EncryptionSettings(true, byDefault, blocked), ChoosingTest::blocked);
  }

  private static S3Exception blocked() {
    return S3Error.AccessDenied.because("blocked");
  }

  private static Choice choose(Sse sse, DefaultEncryption byDefault) {
    return choose(sse, SseCustomer.NONE, byDefault, BlockedTypes.SSE_C);
  }

  private static Choice choose(SseCustomer customer) {
    return choose(Sse.NONE, customer, DefaultEncryption.UNCONFIGURED, BlockedTypes.NONE);
  }

  private static @Nullable String given(String header) {
    return header.equals("-") ? null : header;
  }

  private static Sse headers(String sse, String keyId, String bucketKey) {
    return new Sse(given(sse), given(keyId), null, given(bucketKey));
  }

  private static DefaultEncryption byDefault(String text) {
    String[] parts = text.split("\\|", -1);
    String key = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : null;
    boolean bucketKey = parts.length > 2;
    return switch (parts[0]) {
      case "s3" -> new DefaultEncryption.SseS3(bucketKey);
      case "kms" -> new DefaultEncryption.SseKms(key, bucketKey);
      case "dsse" -> new DefaultEncryption.DsseKms(key, bucketKey);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String shown(Choice choice) {
    return switch (choice) {
      case Choice.SseS3 _ -> "s3";
      case Choice.SseKms kms -> "kms|" + kms.keyId() + (kms.bucketKey() ? "|bk" : "");
      case Choice.DsseKms kms -> "dsse|" + kms.keyId();
      case Choice.SseC _ -> "c";
    };
  }

  @ParameterizedTest
  @CsvSource({
    // method, key, bucket key, bucket's default -> choice, as audit events name it
    "-,            -,  -,     s3,        s3,               Default_SSE_S3",
    "-,            -,  -,     s3||bk,    s3,               Default_SSE_S3",
    "-,            -,  -,     kms,       kms|alias/aws/s3, Default_SSE_KMS",
    "-,            -,  -,     kms||bk,   kms|alias/aws/s3|bk, Default_SSE_KMS",
    "-,            -,  -,     kms|K,     kms|K,            Default_SSE_KMS",
    "-,            -,  -,     kms|K|bk,  kms|K|bk,         Default_SSE_KMS",
    "-,            -,  -,     dsse,      dsse|alias/aws/s3, Default_DSSE_KMS",
    "-,            -,  -,     dsse|K|bk, dsse|K,           Default_DSSE_KMS",
    "-,            -,  true,  s3,        s3,               Default_SSE_S3",
    "-,            -,  true,  kms|K,     kms|K|bk,         Default_SSE_KMS",
    "-,            -,  false, kms|K|bk,  kms|K,            Default_SSE_KMS",
    "-,            -,  false, dsse|K|bk, dsse|K,           Default_DSSE_KMS",
    "AES256,       -,  -,     kms|K|bk,  s3,               SSE_S3",
    "AES256,       -,  true,  s3,        s3,               SSE_S3",
    "aws:kms,      -,  -,     s3,        kms|alias/aws/s3, SSE_KMS",
    "aws:kms,      -,  -,     kms|K,     kms|alias/aws/s3, SSE_KMS",
    "aws:kms,      -,  -,     kms|K|bk,  kms|alias/aws/s3|bk, SSE_KMS",
    "aws:kms,      L,  -,     kms|K,     kms|L,            SSE_KMS",
    "aws:kms,      L,  -,     kms|K|bk,  kms|L|bk,         SSE_KMS",
    "aws:kms,      L,  false, kms|K|bk,  kms|L,            SSE_KMS",
    "aws:kms,      L,  true,  kms|K,     kms|L|bk,         SSE_KMS",
    "aws:kms,      L,  true,  s3,        kms|L|bk,         SSE_KMS",
    "aws:kms,      L,  -,     s3||bk,    kms|L|bk,         SSE_KMS",
    "aws:kms:dsse, -,  -,     kms|K|bk,  dsse|alias/aws/s3, DSSE_KMS",
    "aws:kms:dsse, L,  -,     s3,        dsse|L,           DSSE_KMS",
    "aws:kms:dsse, L,  false, dsse|K|bk, dsse|L,           DSSE_KMS"
  })
  void theRequestGoesBeforeTheBucketAndTheBucketsFlagCountsForEveryKey(
      String sse, String keyId, String bucketKey, String bucket, String choice, String applied) {
    Choice chosen = choose(headers(sse, keyId, bucketKey), byDefault(bucket));
    assertThat(shown(chosen)).isEqualTo(choice);
    assertThat(chosen.sseApplied()).isEqualTo(applied);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "aes256", "aes:kms", "rot13", "aws:fsx", "aws:backup", "AWS:KMS", " AES256"})
  void aMethodThatDoesNotExistIsRefused(String method) {
    S3Exception refused =
        refusal(() -> choose(headers(method, "K", "-"), DefaultEncryption.UNCONFIGURED));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.text()).isEqualTo(BAD_METHOD);
    assertThat(refused.elements())
        .isEqualTo(Map.of("ArgumentName", "x-amz-server-side-encryption", "ArgumentValue", method));
  }

  @ParameterizedTest
  @CsvSource({
    "AES256, K, -,        s3",
    "AES256, -, e30=,     s3",
    "-,      K, -,        s3",
    "-,      K, -,        kms|K",
    "-,      K, -,        dsse|K",
    "-,      -, e30=,     kms|K",
    "-,      -, notBase64, s3"
  })
  void aKmsHeaderNeedsAKmsMethod(String sse, String keyId, String context, String bucket) {
    var headers = new Sse(given(sse), given(keyId), given(context), null);
    S3Exception refused = refusal(() -> choose(headers, byDefault(bucket)));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.text()).isEqualTo(KMS_REQUIRED);
    assertThat(refused.elements()).containsEntry("ArgumentName", "x-amz-server-side-encryption");
    assertThat(refused.elements().get("ArgumentValue")).isEqualTo(given(sse));
  }

  @ParameterizedTest
  @CsvSource({"aws:kms, s3", "AES256, s3", "-, kms", "-, s3", "aws:kms:dsse, s3"})
  void aBucketKeyFlagIsTrueOrFalse(String sse, String bucket) {
    S3Exception refused = refusal(() -> choose(headers(sse, "-", "maybe"), byDefault(bucket)));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.elements())
        .isEqualTo(
            Map.of(
                "ArgumentName",
                "x-amz-server-side-encryption-bucket-key-enabled",
                "ArgumentValue",
                "maybe"));
  }

  @ParameterizedTest
  @CsvSource({"aws:kms:dsse, s3", "aws:kms:dsse, kms|K|bk", "-, dsse|K"})
  void aBucketKeyUnderDsseIsRefused(String sse, String bucket) {
    S3Exception refused = refusal(() -> choose(headers(sse, "-", "true"), byDefault(bucket)));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.elements())
        .containsEntry("ArgumentName", "x-amz-server-side-encryption-bucket-key-enabled");
  }

  @ParameterizedTest
  @CsvSource({"AES256", "aws:kms", "aws:kms:dsse", "rot13", "''"})
  void aCustomersKeyBesideAnyMethodIsIncompatibleBeforeAnythingElseIsLookedAt(String method) {
    for (SseCustomer customer :
        new SseCustomer[] {
          CUSTOMER,
          new SseCustomer("KMS", null, null),
          new SseCustomer(null, "x", null),
          new SseCustomer(null, null, "x")
        }) {
      S3Exception refused =
          refusal(() ->
              choose(
                  headers(method, "K", "maybe"),
                  customer,
                  DefaultEncryption.UNCONFIGURED,
                  BlockedTypes.SSE_C));
      assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
      assertThat(refused.text()).isEqualTo(INCOMPATIBLE);
      assertThat(refused.elements())
          .isEqualTo(
              Map.of("ArgumentName", "x-amz-server-side-encryption", "ArgumentValue", method));
    }
  }

  @Test
  void aBlockIsCheckedBeforeTheKey() {
    var wrong = new SseCustomer("KMS", "x", "y");
    S3Exception refused =
        refusal(() -> choose(Sse.NONE, wrong, DefaultEncryption.UNCONFIGURED, BlockedTypes.SSE_C));
    assertThat(refused.text()).isEqualTo(blocked().text());
  }

  @ParameterizedTest
  @CsvSource({"UNSAID", "NONE"})
  void aCustomersKeyIsTakenWhereItIsNotBlockedWhateverTheDefault(BlockedTypes blocked) {
    for (String bucket : new String[] {"s3", "kms|K|bk", "dsse|K"}) {
      Choice chosen = choose(Sse.NONE, CUSTOMER, byDefault(bucket), blocked);
      assertThat(chosen.sseApplied()).isEqualTo("SSE_C");
      try (CustomerHeaders headers = ((Choice.SseC) chosen).customer()) {
        assertThat(headers.md5()).isEqualTo(MD5);
        assertThat(headers.fits()).isTrue();
      }
    }
  }

  @Test
  void kmsHeadersBesideACustomersKeyAreNotDropped() {
    for (Sse sse :
        new Sse[] {
          new Sse(null, "K", null, null),
          new Sse(null, null, "e30=", null),
          new Sse(null, null, null, "true")
        }) {
      S3Exception refused =
          refusal(() -> choose(sse, CUSTOMER, DefaultEncryption.UNCONFIGURED, BlockedTypes.NONE));
      assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // algorithm; key; md5 -> code; ArgumentValue; text
        "KMS;KEY;MD5;InvalidEncryptionAlgorithmError;KMS;The Encryption request you specified is not"
            + " valid. Supported value: AES256.",
        "aes256;-;-;InvalidEncryptionAlgorithmError;aes256;The Encryption request you specified is"
            + " not valid. Supported value: AES256.",
        "-;KEY;MD5;InvalidArgument;-;Requests specifying Server Side Encryption with Customer"
            + " provided keys must provide a valid encryption algorithm.",
        "-;-;MD5;InvalidArgument;-;Requests specifying Server Side Encryption with Customer provided"
            + " keys must provide a valid encryption algorithm.",
        "AES256;-;MD5;InvalidArgument;-;Requests specifying Server Side Encryption with Customer"
            + " provided keys must provide an appropriate secret key.",
        "AES256;-;-;InvalidArgument;-;Requests specifying Server Side Encryption with Customer"
            + " provided keys must provide an appropriate secret key.",
        "AES256;KEY;-;InvalidArgument;-;Requests specifying Server Side Encryption with Customer"
            + " provided keys must provide the client calculated MD5 of the secret key.",
        "AES256;KEY;aMwgiexXqwuPqIPjYFmIZQ==;InvalidArgument;-;The calculated MD5 hash of the key did"
            + " not match the hash that was provided.",
        "AES256;KEY;!;InvalidArgument;-;The calculated MD5 hash of the key did not match the hash"
            + " that was provided.",
        "AES256;SHORT;MD5;InvalidArgument;-;The calculated MD5 hash of the key did not match the"
            + " hash that was provided.",
        "AES256;SHORT;MD5 OF SHORT;InvalidArgument;-;The secret key was invalid for the specified"
            + " algorithm.",
        "AES256;TVRJek5EVTJOemc1TUdGaVkyUmxaakV5TXpRMU5qYzRPVEJoWW1Oa1pXWT0=;"
            + "vSxFCLoaKaicDC136YAwYQ==;InvalidArgument;-;The secret key was invalid for the"
            + " specified algorithm.",
        "AES256;!!!not-base64!!!;MD5;InvalidArgument;-;The secret key was invalid for the specified"
            + " algorithm."
      })
  void mistakesInACustomersKeyAreNamedInTheirOrder(
      String algorithm, String key, String md5, String code, String value, String text) {
    String shortKey = Base64.getEncoder().encodeToString(new byte[24]);
    String sentKey = key.replace("KEY", KEY).replace("SHORT", shortKey);
    String sentMd5 = md5.equals("MD5 OF SHORT") ? md5(new byte[24]) : md5.replace("MD5", MD5);
    S3Exception refused =
        refusal(() -> choose(new SseCustomer(given(algorithm), given(sentKey), given(sentMd5))));
    assertThat(refused.error().code()).isEqualTo(code);
    assertThat(refused.text()).isEqualTo(text);
    assertThat(refused.elements()).containsEntry("ArgumentName", "x-amz-server-side-encryption");
    assertThat(refused.elements().get("ArgumentValue")).isEqualTo(given(value));
  }

  private static String md5(byte[] key) {
    var headers =
        CustomerHeaders.forRead(
            new SseCustomer("AES256", Base64.getEncoder().encodeToString(key), null));
    try (headers) {
      return headers.md5();
    }
  }

  private static Choice.ClientContext context(String json) {
    String header =
        Base64.getEncoder().encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return ContextHeader.parse(header);
  }

  @Test
  void aContextIsAFlatMapOfTexts() {
    assertThat(ContextHeader.parse(null)).isEqualTo(Choice.ClientContext.NONE);
    assertThat(context("{}").pairs()).isEmpty();
    Choice.ClientContext two = context("{\"a\":\"b\", \"ü\":\"\"}");
    assertThat(two.pairs()).isEqualTo(Map.of("a", "b", "ü", ""));
    Choice.SseKms chosen =
        (Choice.SseKms)
            choose(new Sse("aws:kms", null, two.header(), null), DefaultEncryption.UNCONFIGURED);
    assertThat(chosen.context()).isEqualTo(two);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"a\"",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":true}",
        "{\"a\":{}}",
        "{\"a\":[\"b\"]}",
        "{\"a\":\"b\"",
        "{\"a\":\"b\"}x",
        "{\"a\":\"b\"}{}",
        "{\"a\":\"b\",\"a\":\"c\"}",
        "{a:\"b\"}",
        "{\"a\":\"\\ud800\"}"
      })
  void anythingElseIsNoContext(String json) {
    S3Exception refused = refusal(() -> context(json));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.text()).isEqualTo(BAD_CONTEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"b\"}", "e30", "gA==", "e30=\n"})
  void aContextIsBase64OfUtf8(String header) {
    // The second is base64 without its padding, which the JDK reads; it is the same map.
    if (header.equals("e30")) {
      assertThat(ContextHeader.parse(header).pairs()).isEmpty();
    } else {
      assertThat(refusal(() -> ContextHeader.parse(header)).text()).isEqualTo(BAD_CONTEXT);
    }
  }

  @Test
  void aContextHasALimit() {
    assertThat(context("{\"a\":\"" + "b".repeat(8192 - 13) + "\"}").pairs()).hasSize(1);
    assertThat(refusal(() -> context("{\"a\":\"" + "b".repeat(8192 - 12) + "\"}")).text())
        .isEqualTo(BAD_CONTEXT);
    assertThat(refusal(() -> ContextHeader.parse("A".repeat(1_000_000))).text())
        .isEqualTo(BAD_CONTEXT);
  }
}
