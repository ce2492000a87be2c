package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policy of a directory bucket may say. */
class DirectoryPolicyTest {
  private static final String ARN =
      "arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3";
  private static final String SESSION = "s3express:CreateSession";

  private static String text(String effect, String action, String resource, String conditions) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"%s","Principal":{"AWS":"444455556666"},
    "Action":"%s","Resource":"%s"%s}]}\
    """
        .formatted(effect, action, resource, conditions)
        .strip();
  }

  private static PolicyDocument parse(String action, String resource, String conditions) {
    return PolicyDocument.parse(text("Allow", action, resource, conditions), Kind.DIRECTORY);
  }

  private static String condition(String key) {
    return ",\"Condition\":{\"StringEquals\":{\"" + key + "\":\"x\"}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3express:CreateSession", "S3Express:createsession", "s3express:*", "*", "s3e*"})
  void whatNamesASessionIsTaken(String action) {
    assertThat(parse(action, ARN, "").kind()).isEqualTo(Kind.DIRECTORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3express:DeleteBucket",
        "s3express:PutEncryptionConfiguration",
        "s3express:Get*",
        "s3:PutObject",
        "s3:*",
        "s3:CreateSession",
        "iam:*",
        ""
      })
  void whatNamesNoneIsNot(String action) {
    assertThatThrownBy(() -> parse(action, ARN, ""))
        .isInstanceOf(MalformedPolicy.class)
        .hasMessage("Policy has invalid action");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::logs--use1-az4--x-s3",
        "*",
        "logs--use1-az4--x-s3",
        "arn:aws:s3express:us-east-1:111122223333:accesspoint/a",
        "arn:aws:kms:us-east-1:111122223333:key/k"
      })
  void aResourceIsADirectoryBucket(String resource) {
    assertThatThrownBy(() -> parse(SESSION, resource, ""))
        .isInstanceOf(MalformedPolicy.class)
        .hasMessage("Policy has invalid resource");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3, true",
    "arn:aws:s3express:*:*:bucket/logs--*, true",
    "arn:aws:s3express:us-east-1:111122223333:bucket/*, true",
    "arn:aws:s3express:us-east-1:111122223333:bucket/${aws:username}, true",
    "arn:aws:s3express:us-east-1:111122223333:bucket/other--use1-az4--x-s3, false",
    "arn:aws:s3express:us-east-1:444455556666:bucket/logs--use1-az4--x-s3, false",
    "arn:aws:s3express:us-west-2:111122223333:bucket/logs--use1-az4--x-s3, false",
    "arn:aws:s3express:us-east-1:111122223333:bucket/logs--use1-az4--x-s3/*, false",
  })
  void aResourceIsTheBucket(String resource, boolean right) {
    PolicyDocument document = parse(SESSION, resource, "");
    if (right) {
      document.requireResource(ARN);
    } else {
      assertThatThrownBy(() -> document.requireResource(ARN))
          .isInstanceOf(MalformedPolicy.class)
          .hasMessage("Policy has invalid resource");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3express:SessionMode, true",
    "S3EXPRESS:sessionmode, true",
    "s3express:x-amz-server-side-encryption, true",
    "s3express:x-amz-server-side-encryption-aws-kms-key-id, true",
    "s3express:TlsVersion, true",
    "aws:SourceIp, true",
    "aws:PrincipalArn, true",
    "s3:TlsVersion, false",
    "s3express:BucketTag/a, false",
    "s3express:DataAccessPointArn, false",
    "s3express:prefix, false",
    "kms:ViaService, false",
  })
  void aConditionIsOnSomethingThatRequestsHave(String key, boolean known) {
    String condition = condition(key).replace("\"x\"", "\"10.0.0.0/8\"");
    String text =
        key.equals("aws:SourceIp") ? condition.replace("StringEquals", "IpAddress") : condition;
    if (known) {
      assertThat(parse(SESSION, ARN, text).principals()).containsExactly("444455556666");
    } else {
      assertThatThrownBy(() -> parse(SESSION, ARN, text))
          .isInstanceOf(MalformedPolicy.class)
          .hasMessage("Policy has an invalid condition key");
    }
  }

  @Test
  void aPrincipalMustBeNamed() {
    String without = text("Allow", SESSION, ARN, "").replaceAll("\"Principal\":\\{[^}]*},", "");
    assertThatThrownBy(() -> PolicyDocument.parse(without, Kind.DIRECTORY))
        .isInstanceOf(MalformedPolicy.class)
        .hasMessage("Missing required field Principal");
    assertThatThrownBy(() -> PolicyDocument.parse(" " + text("Deny", SESSION, ARN, ""), Kind.KEY))
        .isInstanceOf(MalformedPolicy.class);
  }

  /** Its owner may, unless it denies; what it allows besides is gone. */
  @Test
  void whatIsLeftOfItsDenialsGivesNothing() {
    Subject owner = root("111122223333");
    for (String effect : List.of("Allow", "Deny")) {
      PolicyDocument document =
          PolicyDocument.parse(
              text(effect, SESSION, ARN, "").replace("{\"AWS\":\"444455556666\"}", "\"*\""),
              Kind.DIRECTORY);
      assertThat(may(owner, document)).isEqualTo(effect.equals("Allow"));
      assertThat(may(owner, document.denials())).isEqualTo(effect.equals("Allow"));
      assertThat(may(root("444455556666"), document)).isEqualTo(effect.equals("Allow"));
      assertThat(may(root("444455556666"), document.denials())).isFalse();
    }
  }

  private static boolean may(Subject subject, PolicyDocument document) {
    var policies = List.of(new NamedPolicy("policy", document));
    return new Rights(subject, "111122223333", policies, ConditionKeys.NONE)
        .refusal(SESSION, ARN)
        .isEmpty();
  }

  private static Subject root(String account) {
    return new Subject(
        Subject.Kind.ROOT,
        account,
        "arn:aws:iam::" + account + ":root",
        account,
        null,
        List.of(),
        null,
        null,
        Map.of());
  }
}
