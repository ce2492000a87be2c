package dev.coffer.conformance;

import static dev.coffer.conformance.EncryptionConfigurationTest.ARN;
import static dev.coffer.conformance.EncryptionConfigurationTest.apply;
import static dev.coffer.conformance.EncryptionConfigurationTest.blocked;
import static dev.coffer.conformance.EncryptionConfigurationTest.configurationOf;
import static dev.coffer.conformance.EncryptionConfigurationTest.document;
import static dev.coffer.conformance.EncryptionConfigurationTest.flag;
import static dev.coffer.conformance.EncryptionConfigurationTest.ruleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Amazon refuses of a bucket's encryption, with its codes and texts, changes nothing. */
@ExtendWith(SharedServer.class)
class EncryptionRefusalsTest {
  private static final String SCHEMA =
      "The XML you provided was not well-formed or did not validate against our published schema";
  private static final String FINE = document(apply("aws:kms", ARN));

  private final Buckets buckets;
  private final RawClient raw;

  EncryptionRefusalsTest(Buckets buckets, RawClient raw) {
    this.buckets = buckets;
    this.raw = raw;
  }

  static List<String> malformed() {
    String rule = "<Rule>" + apply("AES256", null) + "</Rule>";
    return List.of(
        configurationOf(""),
        configurationOf(rule + rule),
        document(apply("SSE-KMS", null)),
        document(apply("aes256", null)),
        document(apply("", null)),
        document(apply("aws:fsx", null)),
        document(apply("aws:backup", null)),
        document("<ApplyServerSideEncryptionByDefault/>"),
        document(
            "<ApplyServerSideEncryptionByDefault><KMSMasterKeyID>k</KMSMasterKeyID>"
                + "</ApplyServerSideEncryptionByDefault>"),
        document(apply("AES256", null) + "<BucketKeyEnabled>maybe</BucketKeyEnabled>"),
        document(apply("AES256", null) + "<BucketKeyEnabled/>"),
        document(apply("AES256", null) + flag(true) + flag(true)),
        document(apply("AES256", null) + blocked("SSE-D")),
        document(
            apply("AES256", null)
                + blocked("NONE").replace("</B", "<EncryptionType>SSE-C</EncryptionType></B")),
        document(apply("AES256", null) + blocked("SSE-C").replace("Blocked", "Block")),
        document(apply("aws:kms", ARN).replace("KMSMasterKeyID", "KMSKeyID")),
        document(apply("AES256", null)).replace("Configuration", "Settings"),
        "<Rule/>",
        "{\"Rules\":[]}",
        "not xml",
        FINE + "<more/>",
        FINE.substring(0, FINE.length() - 10));
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("malformed")
  void documentOutsideTheSchemaIsMalformedXml(String body) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "?encryption", body).refuses("MalformedXML", 400).says(SCHEMA);
    untouched(bucket);
  }

  @Test
  void keyBesideAes256IsAnInvalidArgument() {
    String bucket = buckets.fresh();
    var answer = raw.send("PUT", "/" + bucket + "?encryption", document(apply("AES256", ARN)));
    answer
        .refuses("InvalidArgument", 400)
        .says(
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
                + " aws:kms:dsse");
    assertThat(answer.element("ArgumentName")).contains("ApplyServerSideEncryptionByDefault");
    untouched(bucket);
  }

  @Test
  void emptyBodyIsMissing() {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "?encryption", "")
        .refuses("MissingRequestBodyError", 400)
        .says("Request Body is empty");
    untouched(bucket);
  }

  @Test
  void absentBucketIsSaidBeforeTheSchema() {
    String none = "/" + Buckets.freshName() + "?encryption";
    raw.send("PUT", none, configurationOf("")).refuses("NoSuchBucket", 404);
    raw.get(none).refuses("NoSuchBucket", 404);
    raw.send("DELETE", none, "").refuses("NoSuchBucket", 404);
  }

  @Test
  void expectedOwnerIsComparedByAllThree() {
    String target = "/" + buckets.fresh() + "?encryption";
    for (String method : List.of("PUT", "GET", "DELETE")) {
      String body = method.equals("PUT") ? FINE : "";
      raw.send(method, target, body, "x-amz-expected-bucket-owner", "210987654321")
          .refuses("AccessDenied", 403)
          .says("Access Denied");
      raw.send(method, target, body, "x-amz-expected-bucket-owner", "12345")
          .refuses("InvalidBucketOwnerAWSAccountID", 400)
          .says(
              "The value of the expected bucket owner parameter must be an AWS Account ID..."
                  + " [12345]");
    }
  }

  @Test
  void digestsAreChecked() {
    String bucket = buckets.fresh();
    String target = "/" + bucket + "?encryption";
    var invalid = raw.send("PUT", target, FINE, "Content-MD5", "MTIz");
    invalid.refuses("InvalidDigest", 400).says("The Content-MD5 you specified was invalid.");
    assertThat(invalid.element("Content-MD5")).contains("MTIz");
    String other = md5("something else");
    var wrong = raw.send("PUT", target, FINE, "Content-MD5", other);
    wrong
        .refuses("BadDigest", 400)
        .says("The Content-MD5 you specified did not match what we received.");
    assertThat(wrong.element("ExpectedDigest")).contains(other);
    assertThat(wrong.element("CalculatedDigest")).contains(md5(FINE));
    raw.send("PUT", target, FINE, "x-amz-checksum-crc32", "AAAAAA==")
        .refuses("BadDigest", 400)
        .says("The CRC32 you specified did not match the calculated checksum.");
    raw.send("PUT", target, FINE, "x-amz-checksum-crc32", "AAA")
        .refuses("InvalidRequest", 400)
        .says("Value for x-amz-checksum-crc32 header is invalid.");
    untouched(bucket);
    raw.send("PUT", target, FINE, "Content-MD5", md5(FINE)).is(200);
  }

  @Test
  void checksumHeadersAgreeWithEachOther() {
    String bucket = buckets.fresh();
    String target = "/" + bucket + "?encryption";
    raw.send(
            "PUT",
            target,
            FINE,
            "x-amz-checksum-crc32",
            "AAAAAA==",
            "x-amz-checksum-crc32c",
            "AAAAAA==")
        .refuses("InvalidRequest", 400)
        .says(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    raw.send("PUT", target, FINE, "x-amz-sdk-checksum-algorithm", "CRC32")
        .refuses("InvalidRequest", 400)
        .says(
            "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
                + " x-amz-trailer headers were found.");
    untouched(bucket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha512", "md5", "xxhash64", "xxhash3", "xxhash128"})
  void newerChecksumsAreRefused(String algorithm) {
    String bucket = buckets.fresh();
    var answer =
        raw.send("PUT", "/" + bucket + "?encryption", FINE, "x-amz-checksum-" + algorithm, "AAAA");
    assertThat(answer.status()).as(answer.body()).isIn(400, 501);
    untouched(bucket);
  }

  @Test
  void checksumsThatNobodyKnowsAreRefused() {
    String bucket = buckets.fresh();
    for (String target :
        List.of("?encryption", "/k", "/k?encryption", "/k?partNumber=1&uploadId=u")) {
      raw.send("PUT", "/" + bucket + target, FINE, "x-amz-checksum-foo", "AAAA")
          .refuses("InvalidRequest", 400)
          .says("The algorithm type you specified in x-amz-checksum- header is invalid.");
    }
    untouched(bucket);
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
    String type = "x-amz-checksum-type";
    raw.send("PUT", "/" + bucket + "/k", "x", type, "FULL_OBJECT").is(200);
    raw.send("PUT", "/" + bucket + "/k", "x", "x-amz-checksum-algorithm", "CRC32").is(200);
  }

  @Test
  void nobodyIsNotAllowed() {
    String target = "/" + buckets.fresh() + "?encryption";
    for (String method : List.of("PUT", "GET", "DELETE")) {
      raw.anonymous(method, target, method.equals("PUT") ? FINE : "").refuses("AccessDenied", 403);
    }
  }

  @Test
  void signatureVersion2IsRefused() {
    raw.anonymous(
            "PUT", "/" + buckets.fresh() + "?encryption", FINE, "Authorization", "AWS AK:c2ln")
        .refuses("InvalidRequest", 400)
        .says(
            "The authorization mechanism you have provided is not supported."
                + " Please use AWS4-HMAC-SHA256.");
  }

  private void untouched(String bucket) {
    assertThat(ruleOf(raw.get("/" + bucket + "?encryption")))
        .isEqualTo(apply("AES256", null) + flag(false) + blocked("SSE-C"));
  }

  static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
