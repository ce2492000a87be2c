package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: S3 User Guide, blocking public access, "the meaning of public". */
final class PolicyStatusTest {
  @Test
  void allowingEveryoneIsPublic() {
    assertThat(isPublic("Allow", "\"*\"", "{}")).isTrue();
    assertThat(isPublic("Allow", "{\"AWS\": \"*\"}", "{}")).isTrue();
    assertThat(isPublic("Allow", "{\"AWS\": [\"111122223333\", \"*\"]}", "{}")).isTrue();
  }

  @Test
  void allowingSomeoneOrDenyingEveryoneIsNot() {
    assertThat(isPublic("Allow", "{\"AWS\": \"111122223333\"}", "{}")).isFalse();
    assertThat(isPublic("Allow", "{\"Service\": \"logs.amazonaws.com\"}", "{}")).isFalse();
    assertThat(isPublic("Deny", "\"*\"", "{}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringEquals\": {\"aws:SourceVpc\": \"vpc-91237329\"}}",
        "{\"StringEquals\": {\"AWS:PrincipalOrgID\": [\"o-1\", \"o-2\"]}}",
        "{\"StringLike\": {\"aws:SourceVpc\": \"vpc-91237329\"}}",
        "{\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:s3:::other\"}}",
        "{\"IpAddress\": {\"aws:SourceIp\": \"54.240.143.0/24\"}}",
        "{\"IpAddress\": {\"aws:SourceIp\": [\"10.0.0.0/8\", \"2001:db8::/32\"]}}",
        "{\"StringLike\": {\"s3:DataAccessPointArn\":"
            + " \"arn:aws:s3:us-west-2:111122223333:accesspoint/*\"}}",
        "{\"Bool\": {\"aws:SecureTransport\": true}, \"StringEquals\": {\"aws:PrincipalAccount\":"
            + " \"111122223333\"}}",
      })
  void fixedSourcesAreNotPublic(String condition) {
    assertThat(isPublic("Allow", "\"*\"", condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringLike\": {\"aws:SourceVpc\": \"vpc-*\"}}",
        "{\"StringEquals\": {\"aws:SourceVpc\": [\"vpc-1\", \"${aws:username}\"]}}",
        "{\"StringEqualsIfExists\": {\"aws:SourceVpc\": \"vpc-1\"}}",
        "{\"ForAllValues:StringEquals\": {\"aws:PrincipalOrgID\": \"o-1\"}}",
        "{\"StringNotEquals\": {\"aws:SourceVpc\": \"vpc-1\"}}",
        "{\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/0\"}}",
        "{\"IpAddress\": {\"aws:SourceIp\": [\"10.0.0.0/8\", \"64.0.0.0/7\"]}}",
        "{\"IpAddress\": {\"aws:SourceIp\": \"2001::/31\"}}",
        "{\"NotIpAddress\": {\"aws:SourceIp\": \"10.0.0.0/8\"}}",
        "{\"StringEquals\": {\"aws:Referer\": \"https://example.com\"}}",
        "{\"StringLike\": {\"s3:DataAccessPointArn\": \"arn:aws:s3:us-west-2:*:accesspoint/a\"}}",
        "{\"Null\": {\"aws:SourceVpc\": false}}",
      })
  void othersArePublic(String condition) {
    assertThat(isPublic("Allow", "\"*\"", condition)).isTrue();
  }

  private static boolean isPublic(String effect, String principal, String condition) {
    String text =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Principal": %s,
         "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*", "Condition": %s}}\
        """
            .formatted(effect, principal, condition);
    return PolicyStatus.isPublic(PolicyDocument.parse(text, Kind.BUCKET));
  }
}
