package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes signatures for a second Region. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
final class AcceptedRegionsTest {
  private static final String ABROAD = "us-west-2";

  @TempDir private Path folder;

  private Neighbour started(String... regions) throws Exception {
    var requests = new ServerOptions.Requests(Set.of(regions), false);
    var coffer = new Neighbour(folder.resolve("coffer"), requests);
    coffer.start();
    return coffer;
  }

  private static HttpResponse<String> put(Neighbour coffer, String target, String key)
      throws Exception {
    return coffer.s3(
        "PUT",
        target,
        Map.of(
            "x-amz-server-side-encryption",
            "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id",
            key),
        "content");
  }

  @Test
  void whatIsSignedForItIsAnsweredInTheOwnRegion() throws Exception {
    try (Neighbour coffer = started(ABROAD)) {
      coffer.signFor(ABROAD);
      Neighbour.Said made = coffer.kms("CreateKey", "{}");
      assertThat(made.refusal()).isEmpty();
      String arn = made.json().at("/KeyMetadata/Arn").asString();
      assertThat(arn).startsWith("arn:aws:kms:us-east-1:000000000000:key/");
      assertThat(coffer.s3("PUT", "/bucket", Map.of(), "").statusCode()).isEqualTo(200);
      assertThat(put(coffer, "/bucket/key", arn).statusCode()).isEqualTo(200);
      assertThat(coffer.s3("GET", "/bucket/key", Map.of(), "").body()).isEqualTo("content");
      assertThat(
              coffer
                  .s3("HEAD", "/bucket", Map.of(), "")
                  .headers()
                  .firstValue("x-amz-bucket-region"))
          .contains("us-east-1");
      coffer.signFor("us-east-1");
      assertThat(coffer.s3("GET", "/bucket/key", Map.of(), "").body()).isEqualTo("content");
    }
  }

  @Test
  void aKeyOfAnAcceptedRegionIsStillNoneOfThisStore() throws Exception {
    try (Neighbour coffer = started(ABROAD)) {
      coffer.signFor(ABROAD);
      String id = coffer.createKey("{}");
      String abroad = "arn:aws:kms:us-west-2:000000000000:key/" + id;
      assertThat(coffer.kms("DescribeKey", "{\"KeyId\":\"" + abroad + "\"}").refusal())
          .isEqualTo("400 NotFoundException: Invalid arn us-west-2");
      coffer.s3("PUT", "/bucket", Map.of(), "");
      HttpResponse<String> refused = put(coffer, "/bucket/key", abroad);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("<Code>KMS.NotFoundException</Code><Message>Invalid arn us-west-2</Message>");
      HttpResponse<String> elsewhere =
          coffer.s3(
              "PUT",
              "/other",
              Map.of(),
              "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                  + "<LocationConstraint>us-west-2</LocationConstraint>"
                  + "</CreateBucketConfiguration>");
      assertThat(elsewhere.body()).contains("<Code>IllegalLocationConstraintException</Code>");
    }
  }

  @Test
  void anyOtherRegionIsRefused() throws Exception {
    try (Neighbour coffer = started(ABROAD)) {
      coffer.signFor("eu-west-1");
      HttpResponse<String> refused = coffer.s3("GET", "/", Map.of(), "");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("<Code>AuthorizationHeaderMalformed</Code>")
          .contains("the region 'eu-west-1' is wrong; expecting 'us-east-1'")
          .contains("<Region>us-east-1</Region>");
      assertThat(coffer.kms("ListKeys", "{}").refusal())
          .isEqualTo(
              "400 InvalidSignatureException: Credential should be scoped to a valid region, not"
                  + " 'eu-west-1'.");
    }
  }

  @Test
  void noneIsTakenUnlessItWasChosen() throws Exception {
    try (Neighbour coffer = started()) {
      coffer.signFor(ABROAD);
      assertThat(coffer.kms("ListKeys", "{}").status()).isEqualTo(400);
      assertThat(coffer.s3("GET", "/", Map.of(), "").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whatIsNoNameOfARegionIsRefusedAtTheStart() {
    var err = new StringWriter();
    int status =
        Main.commands()
            .setErr(new PrintWriter(err, true))
            .execute("server", folder.resolve("data").toString(), "--accept-region", "us-west-2,x");
    assertThat(status).isEqualTo(64);
    assertThat(err.toString())
        .contains("--accept-region is a name like us-west-2, not us-west-2,x");
  }
}
