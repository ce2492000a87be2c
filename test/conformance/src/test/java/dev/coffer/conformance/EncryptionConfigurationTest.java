package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What PutBucketEncryption sets is what GetBucketEncryption shows, byte for byte. */
@ExtendWith(SharedServer.class)
class EncryptionConfigurationTest {
  static final String ARN =
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private final Buckets buckets;
  private final RawClient raw;

  EncryptionConfigurationTest(Buckets buckets, RawClient raw) {
    this.buckets = buckets;
    this.raw = raw;
  }

  static Stream<Arguments> echoes() {
    return Stream.of(
        echo(apply("AES256", null), apply("AES256", null) + flag(false) + blocked("SSE-C")),
        echo(
            apply("AES256", null) + flag(true),
            apply("AES256", null) + flag(true) + blocked("SSE-C")),
        echo(apply("aws:kms", null), apply("aws:kms", null) + flag(false) + blocked("SSE-C")),
        echo(
            apply("aws:kms", ARN) + flag(true),
            apply("aws:kms", ARN) + flag(true) + blocked("SSE-C")),
        echo(
            apply("aws:kms", "1234abcd-12ab-34cd-56ef-1234567890ab"),
            apply("aws:kms", "1234abcd-12ab-34cd-56ef-1234567890ab")
                + flag(false)
                + blocked("SSE-C")),
        echo(
            apply("aws:kms", "alias/mine"),
            apply("aws:kms", "alias/mine") + flag(false) + blocked("SSE-C")),
        echo(
            apply("aws:kms", "aws/s3"),
            apply("aws:kms", "aws/s3") + flag(false) + blocked("SSE-C")),
        echo(
            apply("aws:kms:dsse", ARN),
            apply("aws:kms:dsse", ARN) + flag(false) + blocked("SSE-C")),
        echo(
            apply("aws:kms:dsse", null) + flag(true),
            apply("aws:kms:dsse", null) + flag(true) + blocked("SSE-C")),
        echo(
            apply("AES256", null) + blocked("NONE"),
            apply("AES256", null) + flag(false) + blocked("NONE")),
        echo(
            blocked("NONE") + flag(true) + apply("aws:kms", ARN),
            apply("aws:kms", ARN) + flag(true) + blocked("NONE")),
        echo(
            apply("AES256", null) + "<BlockedEncryptionTypes/>",
            apply("AES256", null) + flag(false) + blocked("SSE-C")),
        echo(blocked("NONE"), apply("AES256", null) + flag(false) + blocked("NONE")));
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void whatIsPutIsShown(String put, String shown) {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "?encryption", document(put)).is(200);
    assertThat(configuration(bucket)).isEqualTo(shown);
  }

  @Test
  void documentHasAmazonsForm() {
    String bucket = buckets.fresh();
    var answer = raw.get("/" + bucket + "?encryption").is(200);
    assertThat(answer.body())
        .isEqualToIgnoringNewLines(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + document(apply("AES256", null) + flag(false) + blocked("SSE-C")));
    assertThat(answer.header("Content-Type")).isEqualTo("application/xml");
  }

  @Test
  void namespaceMayBeAbsent() {
    String bucket = buckets.fresh();
    String bare = document(apply("aws:kms", ARN)).replaceAll(" xmlns=\"[^\"]*\"", "");
    raw.send("PUT", "/" + bucket + "?encryption", bare).is(200);
    assertThat(configuration(bucket)).startsWith(apply("aws:kms", ARN));
  }

  @Test
  void successesHaveNoBody() {
    String bucket = buckets.fresh();
    var put = raw.send("PUT", "/" + bucket + "?encryption", document(apply("AES256", null)));
    assertThat(put.is(200).body()).isEmpty();
    var deleted = raw.send("DELETE", "/" + bucket + "?encryption", "");
    assertThat(deleted.is(204).body()).isEmpty();
  }

  @Test
  void blockedTypesStayWhenARuleOmitsThem() {
    String bucket = buckets.fresh();
    put(bucket, apply("AES256", null) + blocked("NONE"));
    put(bucket, apply("aws:kms", ARN));
    assertThat(configuration(bucket)).endsWith(blocked("NONE"));
    put(bucket, apply("aws:kms", ARN) + blocked("SSE-C"));
    put(bucket, apply("AES256", null));
    assertThat(configuration(bucket)).endsWith(blocked("SSE-C"));
  }

  @Test
  void ruleWithBlockedTypesOnlyKeepsTheDefault() {
    String bucket = buckets.fresh();
    put(bucket, apply("aws:kms", ARN) + flag(true));
    put(bucket, blocked("NONE"));
    assertThat(configuration(bucket)).startsWith(apply("aws:kms", ARN)).endsWith(blocked("NONE"));
  }

  @Test
  void putReplacesAlgorithmKeyAndFlagAsAWhole() {
    String bucket = buckets.fresh();
    put(bucket, apply("aws:kms", ARN) + flag(true));
    put(bucket, apply("aws:kms", null));
    assertThat(configuration(bucket))
        .isEqualTo(apply("aws:kms", null) + flag(false) + blocked("SSE-C"));
  }

  @Test
  void deleteResetsAndMayBeRepeated() {
    String bucket = buckets.fresh();
    put(bucket, apply("aws:kms", ARN) + flag(true) + blocked("NONE"));
    for (int i = 0; i < 2; i++) {
      raw.send("DELETE", "/" + bucket + "?encryption", "").is(204);
      assertThat(configuration(bucket))
          .isEqualTo(apply("AES256", null) + flag(false) + blocked("SSE-C"));
    }
  }

  @Test
  void changesDoNotTouchObjects() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "before");
    put(bucket, apply("aws:kms", ARN));
    var got = buckets.s3().getObjectAsBytes(get -> get.bucket(bucket).key("k"));
    assertThat(got.asUtf8String()).isEqualTo("before");
    assertThat(got.response().serverSideEncryptionAsString()).isEqualTo("AES256");
  }

  static Arguments echo(String put, String shown) {
    return Arguments.of(put, shown);
  }

  static String apply(String algorithm, String key) {
    return "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
        + algorithm
        + "</SSEAlgorithm>"
        + (key == null ? "" : "<KMSMasterKeyID>" + key + "</KMSMasterKeyID>")
        + "</ApplyServerSideEncryptionByDefault>";
  }

  static String flag(boolean on) {
    return "<BucketKeyEnabled>" + on + "</BucketKeyEnabled>";
  }

  static String blocked(String type) {
    return "<BlockedEncryptionTypes><EncryptionType>"
        + type
        + "</EncryptionType></BlockedEncryptionTypes>";
  }

  static String document(String rule) {
    return configurationOf("<Rule>" + rule + "</Rule>");
  }

  static String configurationOf(String rules) {
    return "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + rules
        + "</ServerSideEncryptionConfiguration>";
  }

  /** What is inside the one rule. */
  static String ruleOf(Answer answer) {
    return answer.is(200).element("Rule").orElseThrow();
  }

  private String configuration(String bucket) {
    return ruleOf(raw.get("/" + bucket + "?encryption"));
  }

  private void put(String bucket, String rule) {
    raw.send("PUT", "/" + bucket + "?encryption", document(rule)).is(200);
  }
}
