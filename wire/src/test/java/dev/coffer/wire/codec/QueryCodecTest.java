package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.iam.UpdateRole;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.Credentials;
import dev.coffer.wire.sts.GetCallerIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms into operations and answers into XML, for IAM and STS. */
class QueryCodecTest {
  private static final String IAM = "&Version=2010-05-08";
  private static final String STS = "&Version=2011-06-15";
  private static final String ID = "6a9d1c1e-0000-4000-8000-000000000001";

  @Rpc(service = Rpc.Service.IAM, action = "iam:CreateUser")
  record CreateUser(
      @Length(min = 1, max = 512) @Nullable String path,
      @Length(min = 1, max = 64)
          @Matches(
              value = "[\\w+=,.@-]+",
              sentence =
                  "It must contain only alphanumeric characters and/or the following: +=,.@_-")
          String userName,
      @Length(max = 2) @Nullable List<Tag> tags)
      implements Operation<CreateUser.Output> {
    record Output(User user) {}

    record User(
        String path,
        String userName,
        Instant createDate,
        @Nullable String permissionsBoundary,
        List<Tag> tags,
        boolean loud,
        List<String> names) {}
  }

  record Tag(@Length(min = 1, max = 128) String key, @Length(max = 256) String value) {}

  enum Status {
    Active,
    Inactive
  }

  @Rpc(service = Rpc.Service.IAM, action = "iam:UpdateAccessKey")
  record UpdateAccessKey(@Nullable String userName, String accessKeyId, Status status)
      implements Operation<UpdateAccessKey.Output> {
    record Output() {}
  }

  @Rpc(service = Rpc.Service.IAM, action = "iam:ListUsers")
  record ListUsers(@Nullable Integer maxItems) implements Operation<UpdateAccessKey.Output> {}

  private static Request request(@Nullable String query) {
    return new Request(
        "POST", "/", query, Headers.of("Host", "localhost"), Body.empty(), Request.Peer.LOCAL);
  }

  private static <O extends Operation<?>> O decode(Class<O> type, String form) {
    Rpc.Service service = type.getAnnotation(Rpc.class).service();
    RpcCodec codec = RpcCodec.of(service);
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    return codec.decode(type, codec.read(request(null), body));
  }

  private static RpcException refusal(Class<? extends Operation<?>> type, String form) {
    return catchThrowableOfType(RpcException.class, () -> decode(type, form));
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void structuresAndListsAreReadFromTheirNames() {
    CreateUser user =
        decode(
            CreateUser.class,
            "Action=CreateUser"
                + IAM
                + "&UserName=a%2Bb&Tags.member.2.Key=y&Tags.member.2.Value=&Tags.member.1.Value=1"
                + "&Tags.member.1.Key=x+x");
    assertThat(user)
        .isEqualTo(new CreateUser(null, "a+b", List.of(new Tag("x x", "1"), new Tag("y", ""))));
  }

  @Test
  void itemsStandInTheOrderOfTheirNumbersNotOfTheirTexts() {
    var form = new StringBuilder("Action=AssumeRole" + STS);
    form.append("&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=me");
    for (int i = 12; i > 0; i--) {
      form.append("&TransitiveTagKeys.member.").append(i).append("=k").append(i);
    }
    assertThat(decode(AssumeRole.class, form.toString()).transitiveTagKeys())
        .startsWith("k1", "k2", "k3")
        .endsWith("k11", "k12");
  }

  @Test
  void anEmptyValueIsAnEmptyList() {
    CreateUser user = decode(CreateUser.class, "Action=CreateUser" + IAM + "&UserName=a&Tags=");
    assertThat(user.tags()).isEmpty();
  }

  @Test
  void theParametersOfARequestWithoutABodyStandInItsQuery() {
    RpcCodec codec = RpcCodec.of(Rpc.Service.STS);
    Request request =
        request("Action=GetCallerIdentity" + STS + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host");
    Invocation invocation = codec.read(request, new byte[0]);
    assertThat(invocation.qualified()).isEqualTo("sts:GetCallerIdentity");
    assertThat(codec.decode(GetCallerIdentity.class, invocation))
        .isEqualTo(new GetCallerIdentity());
  }

  @Test
  void parametersInQueryAndBodyAreRefused() {
    RpcCodec codec = RpcCodec.of(Rpc.Service.STS);
    byte[] body = ("Action=GetCallerIdentity" + STS).getBytes(StandardCharsets.UTF_8);
    assertThat(codec.read(request("X-Amz-Expires=60"), body).operation())
        .isEqualTo("GetCallerIdentity");
    RpcException refusal =
        catchThrowableOfType(
            RpcException.class, () -> codec.read(request("Action=AssumeRole" + STS), body));
    assertThat(refusal.code()).isEqualTo("MalformedInput");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UserName=a | MissingAction",
        "Action=&Version=2010-05-08 | MissingAction",
        "Action=Fly&Version=2010-05-08 | InvalidAction",
        "Action=CreateUser&Version=2010-05-09 | InvalidAction",
        "Action=CreateUser | InvalidAction",
        "Action=CreateUser&Action=CreateUser&Version=2010-05-08 | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&UserName=b | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName.x=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&UserName.x=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags.1.Key=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags.member.0.Key=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags.member.01.Key=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags..Key=a | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags=b | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=%zz | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=%ff | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&a.b.c.d.e.f.g.h.i.j.k=l | MalformedInput",
        "Action=CreateUser&Version=2010-05-08&UserName=a&PermissionsBoundary=p | NotImplemented",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Wings=2 | ValidationError",
        "Action=CreateUser&Version=2010-05-08&UserName=a&Tags.member.1.Hue=r | ValidationError",
      })
  void whatIsNoCallIsRefused(String form, String code) {
    assertThat(refusal(CreateUser.class, form).code()).isEqualTo(code);
  }

  @Test
  void theRefusalOfAnUnknownOperationNamesItAndItsVersion() {
    assertThat(refusal(CreateUser.class, "Action=Fly" + IAM).text())
        .isEqualTo("Could not find operation Fly for version 2010-05-08");
    assertThat(refusal(CreateUser.class, "Action=CreateUser").text())
        .isEqualTo("Could not find operation CreateUser for version NO_VERSION_SPECIFIED");
  }

  @Test
  void brokenConstraintsAreToldTogether() {
    RpcException refusal =
        refusal(
            CreateUser.class,
            "Action=CreateUser"
                + IAM
                + "&Path=&Tags.member.1.Value=v&Tags.member.2.Key=&Tags.member.2.Value=v");
    assertThat(refusal.code()).isEqualTo("ValidationError");
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.text())
        .isEqualTo(
            "4 validation errors detected: Value '' at 'path' failed to satisfy constraint: Member"
                + " must have length greater than or equal to 1; Value null at 'userName' failed to"
                + " satisfy constraint: Member must not be null; Value null at 'tags.1.member.key'"
                + " failed to satisfy constraint: Member must not be null; Value '' at"
                + " 'tags.2.member.key' failed to satisfy constraint: Member must have length"
                + " greater than or equal to 1");
  }

  @Test
  void aListThatIsTooLongIsToldWithoutItsContent() {
    var form = new StringBuilder("Action=CreateUser" + IAM + "&UserName=a");
    for (int i = 1; i <= 3; i++) {
      form.append("&Tags.member." + i + ".Key=");
    }
    assertThat(refusal(CreateUser.class, form.toString()).text())
        .isEqualTo(
            "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must"
                + " have length less than or equal to 2");
  }

  @Test
  void aNameWithWrongCharactersIsToldInASentence() {
    assertThat(refusal(CreateUser.class, "Action=CreateUser" + IAM + "&UserName=a/b").text())
        .isEqualTo(
            "The specified value for userName is invalid. It must contain only alphanumeric"
                + " characters and/or the following: +=,.@_-");
  }

  @Test
  void anUnknownNameOfASetIsToldWithTheSet() {
    String form = "Action=UpdateAccessKey" + IAM + "&AccessKeyId=AKIA&Status=";
    assertThat(decode(UpdateAccessKey.class, form + "Active").status()).isEqualTo(Status.Active);
    assertThat(refusal(UpdateAccessKey.class, form + "Gone").text())
        .isEqualTo(
            "1 validation error detected: Value 'Gone' at 'status' failed to satisfy constraint:"
                + " Member must satisfy enum value set: [Active, Inactive]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0", "+1", "one", "99999999999", "9999999999999999999999", "٣"})
  void whatIsNoIntegerIsMalformed(String text) {
    assertThat(refusal(ListUsers.class, "Action=ListUsers" + IAM + "&MaxItems=" + text).code())
        .isEqualTo("MalformedInput");
  }

  @Test
  void aFormOfTooManyParametersIsRefused() {
    String form = "Action=CreateUser" + IAM + "&UserName=a";
    assertThat(refusal(CreateUser.class, form + "&a=b".repeat(5000)).code())
        .isEqualTo("MalformedInput");
    assertThat(refusal(CreateUser.class, form + "&".repeat(5000)).code())
        .isEqualTo("MalformedInput");
  }

  @Test
  void anAnswerIsWrittenInTheNamespaceOfItsService() throws IOException {
    var user =
        new CreateUser.User(
            "/",
            "a<b",
            Instant.parse("2026-01-02T03:04:05.678Z"),
            null,
            List.of(new Tag("k", "v")),
            true,
            List.of());
    Response response =
        RpcCodec.of(Rpc.Service.IAM).answer("CreateUser", new CreateUser.Output(user), ID);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).hasValue("text/xml");
    assertThat(response.headers().first("x-amzn-RequestId")).hasValue(ID);
    assertThat(text(response))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<CreateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                + "<CreateUserResult><User><Path>/</Path><UserName>a&lt;b</UserName>"
                + "<CreateDate>2026-01-02T03:04:05Z</CreateDate>"
                + "<Tags><member><Key>k</Key><Value>v</Value></member></Tags>"
                + "<Loud>true</Loud><Names></Names></User></CreateUserResult>"
                + "<ResponseMetadata><RequestId>"
                + ID
                + "</RequestId></ResponseMetadata></CreateUserResponse>");
  }

  @Test
  void anAnswerWithoutMembersHasNoResult() throws IOException {
    Response response =
        RpcCodec.of(Rpc.Service.IAM).answer("UpdateAccessKey", new UpdateAccessKey.Output(), ID);
    assertThat(text(response))
        .doesNotContain("Result")
        .contains("<UpdateAccessKeyResponse", "<RequestId>" + ID);
  }

  @Test
  void anAnswerThatTheModelHasWithoutMembersKeepsItsElement() throws IOException {
    Response response =
        RpcCodec.of(Rpc.Service.IAM).answer("UpdateRole", new UpdateRole.Output(), ID);
    assertThat(text(response)).containsPattern("<UpdateRoleResult(/>|></UpdateRoleResult>)");
  }

  @ParameterizedTest
  @CsvSource({"IAM, 400, Sender, iam", "STS, 403, Sender, sts", "IAM, 500, Receiver, iam"})
  void aRefusalSaysWhoseFaultItIs(Rpc.Service service, int status, String type, String host)
      throws IOException {
    var refusal = new RpcException("Code", status, "a & b");
    Response response = RpcCodec.of(service).refusal(refusal, ID);
    assertThat(response.status()).isEqualTo(status);
    assertThat(text(response))
        .contains("<ErrorResponse xmlns=\"https://" + host + ".amazonaws.com/doc/")
        .contains(
            "<Error><Type>"
                + type
                + "</Type><Code>Code</Code><Message>a &amp; b</Message></Error><RequestId>"
                + ID);
  }

  @Test
  void neitherSecretNorTokenShowsInALog() {
    var credentials = new Credentials("ASIA", "very secret", "a token", Instant.EPOCH);
    assertThat(credentials.toString()).doesNotContain("secret", "token");
  }

  @Test
  void aMegabyteOfTextReachesTheOperation() {
    String policy = String.join("", Collections.nCopies(1 << 20, "p"));
    AssumeRole role =
        decode(
            AssumeRole.class,
            "Action=AssumeRole"
                + STS
                + "&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=me&Policy="
                + policy);
    assertThat(role.policy()).hasSize(1 << 20);
  }
}
