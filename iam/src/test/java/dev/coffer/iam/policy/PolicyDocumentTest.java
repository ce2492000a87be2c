package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyDocumentTest {
  private static final String READ =
      """
      {"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow",
       "Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:user/alice"]},
       "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"}]}\
      """;

  @Test
  void theTextIsKeptByteForByte() {
    PolicyDocument document = PolicyDocument.parse(READ, Kind.BUCKET);
    assertThat(document.text()).isEqualTo(READ);
    assertThat(document.kind()).isEqualTo(Kind.BUCKET);
    assertThat(document.version()).isEqualTo("2012-10-17");
    assertThat(document.principals())
        .containsExactlyInAnyOrder("111122223333", "arn:aws:iam::111122223333:user/alice");
  }

  @Test
  void theSizeIsCountedWithoutWhiteSpace() {
    String compact =
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
            + "\"Condition\":{\"Bool\":{\"a:b\":true},\"NumericEquals\":{\"a:ü\":[1,2]}}}]}";
    String spaced = compact.replace(":[", " :  [").replace(",\"", " ,\n \"");
    assertThat(PolicyDocument.parse(compact, Kind.IDENTITY).normalizedBytes())
        .isEqualTo(compact.length() + 1)
        .isEqualTo(PolicyDocument.parse(spaced, Kind.IDENTITY).normalizedBytes());
  }

  @Test
  void aBucketsPolicyNamesItsOwnResources() {
    PolicyDocument document = PolicyDocument.parse(READ, Kind.BUCKET);
    assertThatCode(() -> document.requireResourcesOf("bucket")).doesNotThrowAnyException();
    assertThatThrownBy(() -> document.requireResourcesOf("bucket2"))
        .isInstanceOf(MalformedPolicy.class)
        .hasMessage("Policy has invalid resource");
    var wild = PolicyDocument.parse(READ.replace(":::bucket/*", ":::buck*/a"), Kind.BUCKET);
    assertThatCode(() -> wild.requireResourcesOf("bucket")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void deepNestingIsRefusedAtOnce(Kind kind) {
    for (String open : new String[] {"[", "{\"Statement\":", "{\"a\":["}) {
      String deep = "{\"Statement\":" + open.repeat(100_000);
      assertThatThrownBy(() -> PolicyDocument.parse(deep, kind))
          .isInstanceOf(MalformedPolicy.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void moreThanAMebibyteIsRefused(Kind kind) {
    String long1 = "{\"Id\": \"" + "x".repeat(1024 * 1024) + "\"}";
    assertThatThrownBy(() -> PolicyDocument.parse(long1, kind)).isInstanceOf(MalformedPolicy.class);
  }

  @Test
  void everyPrefixIsRefused() {
    for (int length = 0; length < READ.length(); length++) {
      String prefix = READ.substring(0, length);
      assertThatThrownBy(() -> PolicyDocument.parse(prefix, Kind.BUCKET))
          .isInstanceOf(MalformedPolicy.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\": [], \"Statement\": []}",
        "{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": []}",
        "{\"Statement\": []} {}",
        "{\"Statement\": [],}",
        "{\"Statement\": [NaN]}",
        "{'Statement': []}",
        "{\"Statement\": [] /* comment */}",
        "\uFEFF{\"Statement\": []}",
      })
  void whatIsNotStrictJsonIsRefused(String text) {
    for (Kind kind : Kind.values()) {
      assertThatThrownBy(() -> PolicyDocument.parse(text, kind))
          .isInstanceOf(MalformedPolicy.class);
    }
  }

  @Test
  void s3sWordsForWhatIsWrong() {
    Map<String, String> changes =
        Map.ofEntries(
            Map.entry("\"Sid\": \"Read\"|\"Unknown\": \"x\"", "Unknown field Unknown"),
            Map.entry("\"Allow\"|\"allow\"", "Invalid effect: allow"),
            Map.entry("\"Effect\": \"Allow\",|", "Missing required field Effect"),
            Map.entry("\"Action\": \"s3:GetObject\",|", "Missing required field Action"),
            Map.entry("GetObject|GetObjekt", "Policy has invalid action"),
            Map.entry("s3:GetObject|kms:Decrypt", "Policy has invalid action"),
            Map.entry(
                "s3:GetObject|s3:ListBucket",
                "Action does not apply to any resource(s) in statement"),
            Map.entry("arn:aws:s3:::bucket/*|*", "Policy has invalid resource"),
            Map.entry("user/alice|user/*", "Invalid principal in policy"),
            Map.entry(
                "\"2012-10-17\"|\"2012-10-18\"", "The policy must contain a valid version string"),
            Map.entry(
                "\"Sid\": \"Read\"|\"Condition\": {\"StringIs\": {}}",
                "Invalid Condition type : StringIs"),
            Map.entry(
                "\"Sid\": \"Read\"|\"Condition\": {\"StringEquals\": {\"s3:colour\": \"red\"}}",
                "Policy has an invalid condition key"),
            Map.entry(
                "\"Sid\": \"Read\"|\"Condition\": {\"StringEquals\": {\"s3:prefix\": \"a\"}}",
                "Conditions do not apply to combination of actions and resources in statement"),
            Map.entry(
                "\"Sid\": \"Read\"|\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"1.2.3\"}}",
                "Invalid IP address in Conditions"));
    changes.forEach((change, message) -> {
      String[] parts = change.split("\\|", -1);
      String text = READ.replace(parts[0], parts[1]);
      assertThat(text).isNotEqualTo(READ);
      assertThatThrownBy(() -> PolicyDocument.parse(text, Kind.BUCKET)).hasMessage(message);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"${", "${aws:username", "${}", "${username}", "${aws:username, x}", "${a:${b:c}}"})
  void variablesWithoutEndOrNameAreRefusedInTheVersionThatHasThem(String variable) {
    String text =
        READ.replace("bucket/*", "bucket/" + variable)
            .replace("\"Principal\"", "\"NotPrincipal\"")
            .replace("Allow", "Deny");
    assertThatThrownBy(() -> PolicyDocument.parse(text, Kind.BUCKET))
        .isInstanceOf(MalformedPolicy.class);
    assertThatCode(() -> PolicyDocument.parse(text.replace("2012", "2008"), Kind.BUCKET))
        .doesNotThrowAnyException();
  }
}
