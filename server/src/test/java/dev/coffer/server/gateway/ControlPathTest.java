package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ANYBODY;
import static dev.coffer.server.gateway.S3World.OTHER;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.STRANGER;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S3 Control: the switches of accounts, as Amazon's clients ask for them. */
class ControlPathTest {
  private static final String PATH = "/v20180820/configuration/publicAccessBlock";
  private static final String NS = " xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\"";
  private static final String BODY =
      "<PublicAccessBlockConfiguration"
          + NS
          + "><BlockPublicPolicy>true</BlockPublicPolicy></PublicAccessBlockConfiguration>";

  @TempDir private Path folder;

  private S3World world;

  @BeforeEach
  void open() {
    world = new S3World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Request asked(String method, String account, String body) {
    return request(method, PATH, null, body, "x-amz-account-id", account);
  }

  private Response send(Caller caller, Request request) throws IOException {
    assertThat(world.control.asked(request)).isTrue();
    return world.control.answer("1", new Authenticated(caller, request, ConditionKeys.NONE));
  }

  private S3Error refused(Caller caller, Request request) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> send(caller, request));
    assertThat(refusal).isNotNull();
    return refusal.error();
  }

  @Test
  void switchesArePutShownAndTakenBack() throws IOException {
    assertThat(refused(ROOT, asked("GET", OWNER.id(), "")))
        .isEqualTo(S3Error.NoSuchPublicAccessBlockConfiguration);
    assertThat(send(ROOT, asked("PUT", OWNER.id(), BODY)).status()).isEqualTo(200);
    assertThat(text(send(ROOT, asked("GET", OWNER.id(), ""))))
        .contains(
            "<PublicAccessBlockConfiguration"
                + NS
                + "><BlockPublicAcls>false</BlockPublicAcls>"
                + "<IgnorePublicAcls>false</IgnorePublicAcls>"
                + "<BlockPublicPolicy>true</BlockPublicPolicy>"
                + "<RestrictPublicBuckets>false</RestrictPublicBuckets>");
    send(ROOT, asked("DELETE", OWNER.id(), ""));
    assertThat(refused(ROOT, asked("GET", OWNER.id(), "")))
        .isEqualTo(S3Error.NoSuchPublicAccessBlockConfiguration);
  }

  @Test
  void theyHoldForTheAccountsBuckets() throws IOException {
    world.createBucket("bucket");
    world.open("bucket");
    send(ROOT, asked("PUT", OWNER.id(), BODY));
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/*\"}]}";
    Request put = request("PUT", "/bucket", "policy", policy);
    S3Exception refusal = world.refusal(ROOT, put);
    assertThat(refusal).isNotNull();
    assertThat(refusal.text()).contains("BlockPublicPolicy");
  }

  @ParameterizedTest
  @CsvSource({"GET", "PUT", "DELETE"})
  void onlyTheAccountItselfMay(String method) {
    Request own = asked(method, OWNER.id(), method.equals("PUT") ? BODY : "");
    for (Caller caller :
        new Caller[] {
          ANYBODY, STRANGER, user(OWNER, "powerless"), user(OTHER, "eve", allowing("*"))
        }) {
      assertThat(refused(caller, own)).isEqualTo(S3Error.AccessDenied);
    }
    assertThat(refused(ROOT, asked(method, OTHER.id(), ""))).isEqualTo(S3Error.AccessDenied);
    assertThat(refused(ROOT, asked(method, "12", ""))).isEqualTo(S3Error.InvalidRequest);
  }

  @Test
  void aUserNeedsTheActionsOfAccounts() throws IOException {
    send(
        user(OWNER, "u", allowing("s3:PutAccountPublicAccessBlock")),
        asked("PUT", OWNER.id(), BODY));
    send(
        user(OWNER, "u", allowing("s3:GetAccountPublicAccessBlock")), asked("GET", OWNER.id(), ""));
    assertThat(
            refused(
                user(OWNER, "u", allowing("s3:PutBucketPublicAccessBlock")),
                asked("PUT", OWNER.id(), BODY)))
        .isEqualTo(S3Error.AccessDenied);
  }

  @Test
  void refusalsStandWithinAnErrorResponse() {
    Response response = world.gateway.handle(asked("GET", OWNER.id(), ""));
    assertThat(response.status()).isEqualTo(403);
    assertThat(text(response))
        .contains(
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Access Denied</Message>"
                + "</Error><RequestId>");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 111122223333, true",
    "111122223333.localhost, 111122223333, true",
    "v20180820.localhost, 111122223333, false",
    "444455556666.localhost, 111122223333, false",
  })
  void anAccountsHostIsNoBucket(String host, String account, boolean asked) {
    Request request = asked("GET", account, "");
    Headers headers = request.headers().toBuilder().set("Host", host).build();
    assertThat(world.control.asked(request.withHeaders(headers))).isEqualTo(asked);
    assertThat(world.control.asked(request("GET", PATH, null, ""))).isFalse();
  }

  @Test
  void badDocumentsAreRefused() {
    assertThat(refused(ROOT, asked("PUT", OWNER.id(), "")))
        .isEqualTo(S3Error.MissingRequestBodyError);
    assertThat(refused(ROOT, asked("PUT", OWNER.id(), "<Other/>"))).isEqualTo(S3Error.MalformedXML);
    assertThat(refused(ROOT, asked("POST", OWNER.id(), BODY))).isEqualTo(S3Error.MethodNotAllowed);
  }
}
