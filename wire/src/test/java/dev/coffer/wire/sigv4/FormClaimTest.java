package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.form.Form;
import dev.coffer.wire.form.PostPolicy;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amazon's published example, "Example: browser-based upload using HTTP POST". */
class FormClaimTest {
  private static final String POLICY =
      "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7"
          + "ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNl"
          + "ci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVk"
          + "aXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBs"
          + "b2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAg"
          + "eyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVu"
          + "Y3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0s"
          + "DQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFz"
          + "dC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYi"
          + "fSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
  private static final String SIGNATURE =
      "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";
  private static final SecretAccessKey SECRET =
      SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Instant SIGNED = Instant.parse("2015-12-29T00:00:00Z");

  private static Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("key", "user/user1/photo.jpg");
    fields.put("acl", "public-read");
    fields.put(
        "success_action_redirect",
        "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html");
    fields.put("Content-Type", "image/jpeg");
    fields.put("x-amz-meta-uuid", "14365123651274");
    fields.put("x-amz-server-side-encryption", "AES256");
    fields.put("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request");
    fields.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    fields.put("X-Amz-Date", "20151229T000000Z");
    fields.put("x-amz-meta-tag", "");
    fields.put("Policy", POLICY);
    fields.put("X-Amz-Signature", SIGNATURE);
    return fields;
  }

  private static Form form(Consumer<Map<String, String>> change) {
    Map<String, String> fields = fields();
    change.accept(fields);
    List<Form.Field> list = new ArrayList<>();
    fields.forEach((name, value) -> list.add(new Form.Field(name, value)));
    return new Form(list, Body.empty());
  }

  private static FormClaim claim() {
    return FormClaim.find(form(_ -> {})).orElseThrow();
  }

  private static SigningKey key() {
    return SigningKey.derive(SECRET, claim().scope());
  }

  @Test
  void thePublishedExampleIsRight() {
    FormClaim claim = claim();
    assertThat(claim.accessKeyId()).isEqualTo("AKIAIOSFODNN7EXAMPLE");
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(SIGNED);
    claim.requireSignature(key());
    Form form = form(_ -> {});
    assertThat(PostPolicy.parse(POLICY).require(form, "sigv4examplebucket", SIGNED))
        .isEqualTo(form);
  }

  @Test
  void oursSignsTheSame() {
    var signer = new Signer("AKIAIOSFODNN7EXAMPLE", SECRET, "us-east-1", null);
    assertThat(signer.signPolicy(POLICY, SIGNED)).isEqualTo(SIGNATURE);
  }

  @Test
  void aTextOtherThanTheSignedOneIsShown() {
    String cut = POLICY.substring(0, POLICY.length() - 2);
    FormClaim claim = FormClaim.find(form(f -> f.put("Policy", cut))).orElseThrow();
    assertThatThrownBy(() -> claim.requireSignature(key()))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.SignatureDoesNotMatch);
              assertThat(e.elements())
                  .containsEntry("AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE")
                  .containsEntry("StringToSign", cut)
                  .containsEntry("SignatureProvided", SIGNATURE);
              assertThat(e.elements().get("StringToSignBytes")).startsWith("65 79 41 69 5a");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "8afd", "8AFDBF4008C03F22C2CD3CDB72E4AFBB1F6A588F3255AC628749A66D7F09699E"})
  void anotherSignatureIsRefused(String signature) {
    FormClaim claim = FormClaim.find(form(f -> f.put("X-Amz-Signature", signature))).orElseThrow();
    assertThatThrownBy(() -> claim.requireSignature(key())).isInstanceOf(S3Exception.class);
  }

  @Test
  void aFormWithoutAnyOfTheFieldsIsAnonymous() {
    assertThat(
            FormClaim.find(
                form(fields -> {
                  fields.remove("X-Amz-Signature");
                  fields.remove("X-Amz-Algorithm");
                  fields.remove("X-Amz-Credential");
                  fields.remove("X-Amz-Date");
                })))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Signature, X-Amz-Signature",
    "X-Amz-Algorithm, X-Amz-Algorithm",
    "X-Amz-Credential, X-Amz-Credential",
    "X-Amz-Date, X-Amz-Date",
    "Policy, policy"
  })
  void aFormThatLacksOneOfThemIsRefused(String lacking, String named) {
    refused(
        form(fields -> fields.remove(lacking)),
        S3Error.InvalidArgument,
        "Bucket POST must contain a field named '"
            + named
            + "'.  If it is specified, please check the order of the fields.",
        named,
        "");
  }

  @Test
  void aTokenAloneIsAClaimToo() {
    Form form =
        new Form(
            List.of(new Form.Field("x-amz-security-token", "t"), new Form.Field("key", "k")),
            Body.empty());
    assertThatThrownBy(() -> FormClaim.find(form)).isInstanceOf(S3Exception.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWSAccessKeyId", "awsaccesskeyid", "Signature"})
  void signatureVersionTwoIsRefused(String field) {
    assertThatThrownBy(() -> FormClaim.find(form(fields -> fields.put(field, "x"))))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.InvalidRequest))
        .hasMessage(
            "The authorization mechanism you have provided is not supported."
                + " Please use AWS4-HMAC-SHA256.");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Date, 2015-12-29T00:00:00Z, X-Amz-Date must be formated via ISO8601 Long format",
    "X-Amz-Algorithm, AWS4-HMAC-SHA1, 'X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"'",
    "X-Amz-Credential, x, 'the Credential is mal-formed; expecting"
        + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".'",
    "X-Amz-Credential, AKID/20151229/us-east-1/s3/aws2_request, 'incorrect terminal"
        + " \"aws2_request\". This endpoint uses \"aws4_request\".'",
  })
  void aMalformedFieldIsRefused(String field, String value, String text) {
    refused(form(fields -> fields.put(field, value)), S3Error.InvalidArgument, text, field, value);
  }

  @Test
  void anotherRegionOrServiceOrDayIsRefused() {
    FormClaim claim = claim();
    String credential = "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request";
    assertThatThrownBy(() -> claim.requireScope("us-west-1", "s3"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.InvalidArgument);
              assertThat(e.text())
                  .isEqualTo("the region 'us-east-1' is wrong; expecting 'us-west-1'");
              assertThat(e.elements())
                  .containsEntry("ArgumentName", "X-Amz-Credential")
                  .containsEntry("ArgumentValue", credential)
                  .containsEntry("Region", "us-west-1");
            });
    assertThatThrownBy(() -> claim.requireScope("us-east-1", "kms"))
        .isInstanceOf(S3Exception.class);
    FormClaim later =
        FormClaim.find(form(f -> f.put("X-Amz-Date", "20151230T000000Z"))).orElseThrow();
    assertThatThrownBy(() -> later.requireScope("us-east-1", "s3")).isInstanceOf(S3Exception.class);
  }

  @Test
  void aClaimLivesAsLongAsItsKey() {
    FormClaim claim = claim();
    claim.requireTime(SIGNED.minus(Duration.ofMinutes(15)));
    claim.requireTime(SIGNED.plus(Duration.ofDays(7)));
    assertThatThrownBy(() -> claim.requireTime(SIGNED.plus(Duration.ofDays(7)).plusSeconds(1)))
        .hasMessage("Request has expired");
    assertThatThrownBy(
            () -> claim.requireTime(SIGNED.minus(Duration.ofMinutes(15)).minusSeconds(1)))
        .hasMessage("Request is not valid yet");
  }

  @Test
  void neitherSignatureNorTokenIsShown() {
    assertThat(claim().toString()).doesNotContain(SIGNATURE).doesNotContain(POLICY);
  }

  private static void refused(Form form, S3Error error, String text, String name, String value) {
    assertThatThrownBy(() -> FormClaim.find(form))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(error);
              assertThat(e.text()).isEqualTo(text);
              assertThat(e.elements())
                  .containsEntry("ArgumentName", name)
                  .containsEntry("ArgumentValue", value);
            });
  }
}
