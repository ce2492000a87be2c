package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.server.cli.Surroundings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer admin} against a server in this process, and STS on the same port. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class AdminCommandTest {
  private static final String REGION = "eu-central-1";

  @TempDir static Path folder;

  private static @Nullable House house;
  private static JsonNode ready = new JsonMapper().createObjectNode();

  @BeforeAll
  static void aServer() throws IOException {
    var anyPort = new HostPort(InetAddress.getLoopbackAddress(), 0);
    Path file = folder.resolve("ready.json");
    house =
        House.build(
            new ServerOptions(
                folder.resolve("data"),
                anyPort,
                new ServerOptions.TlsOptions(anyPort, null, null, false),
                new ServerOptions.Buckets(REGION, Profile.YEAR_2026, List.of()),
                ServerOptions.Secrets.NONE,
                file,
                false));
    ready = new JsonMapper().readTree(Files.readAllBytes(file));
  }

  @AfterAll
  static void closed() {
    if (house != null) {
      house.close();
    }
  }

  private static String of(String member) {
    return ready.get(member).asString();
  }

  private record Run(int status, String out, String err) {
    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  private record Keys(String id, String secret, @Nullable String token) {
    static Keys root() {
      return new Keys(of("accessKeyId"), of("secretAccessKey"), null);
    }

    static Keys made(Run run) {
      JsonNode json = run.json();
      return new Keys(
          json.get("accessKeyId").asString(), json.get("secretAccessKey").asString(), null);
    }

    Map<String, String> environment() {
      return Map.of(
          "AWS_ACCESS_KEY_ID",
          id,
          "AWS_SECRET_ACCESS_KEY",
          secret,
          "AWS_SESSION_TOKEN",
          token == null ? "" : token,
          "AWS_DEFAULT_REGION",
          REGION);
    }

    Signer signer(String service) {
      return new Signer(id, SecretAccessKey.of(secret), REGION, service, token);
    }
  }

  private static Run run(Map<String, String> environment, String... line) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commands(new Surroundings(environment, InstantSource.system()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line);
    return new Run(status, out.toString().strip(), err.toString().strip());
  }

  private static Run admin(Keys keys, String... line) {
    var whole = new ArrayList<>(List.of("admin"));
    whole.addAll(List.of(line));
    whole.addAll(List.of("--endpoint", of("http")));
    return run(keys.environment(), whole.toArray(String[]::new));
  }

  private static Run create(String name) {
    Run run = admin(Keys.root(), "account", "create", name, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return run;
  }

  private static HttpResponse<String> send(Request signed, byte[] body) throws Exception {
    String query = signed.rawQuery() == null ? "" : "?" + signed.rawQuery();
    var request =
        HttpRequest.newBuilder(URI.create(of("http") + signed.rawPath() + query))
            .method(signed.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (Headers.Field field : signed.headers().fields()) {
      if (!field.name().equalsIgnoreCase("Host")) {
        request.header(field.name(), field.value());
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Request request(String method, String path, byte[] body, String... headers) {
    var all = new ArrayList<>(List.of("Host", URI.create(of("http")).getAuthority()));
    all.addAll(List.of(headers));
    return new Request(
        method,
        path,
        null,
        Headers.of(all.toArray(String[]::new)),
        Body.of(body),
        Request.Peer.LOCAL);
  }

  private static int bucket(Keys keys, String method, String name) throws Exception {
    byte[] body =
        method.equals("PUT")
            ? ("<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                    + "<LocationConstraint>"
                    + REGION
                    + "</LocationConstraint>"
                    + "</CreateBucketConfiguration>")
                .getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    Request signed =
        keys.signer("s3")
            .sign(
                request(method, "/" + name, body),
                ContentHash.Exact.of(body),
                InstantSource.system().instant());
    return send(signed, body).statusCode();
  }

  private static HttpResponse<String> sts(Keys keys, String form) throws Exception {
    byte[] body = (form + "&Version=2011-06-15").getBytes(StandardCharsets.UTF_8);
    Request request =
        request("POST", "/", body, "Content-Type", "application/x-www-form-urlencoded");
    return send(keys.signer("sts").signCall(request, body, InstantSource.system().instant()), body);
  }

  private static String element(String document, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(document);
    assertThat(found.find()).as("%s in %s", name, document).isTrue();
    return found.group(1);
  }

  @Test
  void createPrintsExactlyThreeMembers() {
    Run run = create("tests");
    assertThat(run.json().propertyNames())
        .containsExactly("account", "accessKeyId", "secretAccessKey");
    assertThat(run.json().get("account").asString()).matches("[0-9]{12}");
  }

  @Test
  void createPrintsForPeopleToo() {
    Run run = admin(Keys.root(), "account", "create", "people");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("account            [0-9]{12}\n")
        .containsPattern("access key id      AKIA[A-Z2-7]{16}\n")
        .containsPattern("secret access key  [A-Za-z0-9+/]{40}");
  }

  @Test
  void accountsAreListed() {
    String id = create("listed one").json().get("account").asString();
    assertThat(admin(Keys.root(), "account", "list").out())
        .startsWith("000000000000  management")
        .contains(id + "  listed one");
    JsonNode accounts = admin(Keys.root(), "account", "list", "--json").json().get("accounts");
    assertThat(accounts.get(0).get("account").asString()).isEqualTo("000000000000");
  }

  @Test
  void aDeletedAccountsKeyStopsAtOnce() throws Exception {
    Run made = create("gone");
    Keys keys = Keys.made(made);
    String id = made.json().get("account").asString();
    assertThat(sts(keys, "Action=GetCallerIdentity").body())
        .contains("<Arn>arn:aws:iam::" + id + ":root</Arn>");
    Run deleted = admin(Keys.root(), "account", "delete", id);
    assertThat(deleted.status()).isZero();
    assertThat(deleted.out()).isEqualTo("account " + id + " is deleted");
    HttpResponse<String> refused = sts(keys, "Action=GetCallerIdentity");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(element(refused.body(), "Code")).isEqualTo("InvalidClientTokenId");
    Run again = admin(Keys.root(), "account", "delete", id);
    assertThat(again.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(again.err()).isEqualTo("coffer: NoSuchAccount: There is no such account.");
  }

  @Test
  void anAccountWithABucketStays() throws Exception {
    Run made = create("owner");
    Keys keys = Keys.made(made);
    String id = made.json().get("account").asString();
    assertThat(bucket(keys, "PUT", "a-bucket-of-theirs")).isEqualTo(200);
    Run refused = admin(Keys.root(), "account", "delete", id);
    assertThat(refused.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.err()).startsWith("coffer: AccountNotEmpty: ");
    assertThat(bucket(keys, "DELETE", "a-bucket-of-theirs")).isEqualTo(204);
    assertThat(admin(Keys.root(), "account", "delete", id).status()).isZero();
  }

  @Test
  void nobodyElseMakesAccounts() {
    Keys stranger = Keys.made(create("stranger"));
    Run run = admin(stranger, "account", "create", "mine", "--json");
    assertThat(run.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("coffer: AccessDenied: Access Denied");
  }

  @Test
  void explainNamesTheDecisionAndItsReason() throws Exception {
    Run made = create("explained");
    String owner = made.json().get("account").asString();
    assertThat(bucket(Keys.made(made), "PUT", "explained-bucket")).isEqualTo(200);
    String[] question = {
      "explain",
      "--principal",
      "arn:aws:iam::" + owner + ":root",
      "--action",
      "s3:GetObject",
      "--resource",
      "arn:aws:s3:::explained-bucket/k"
    };
    Run allowed = admin(Keys.root(), question);
    assertThat(allowed.status()).isZero();
    assertThat(allowed.out()).startsWith("Allow\n  by root of the account");
    question[2] = "000000000000";
    Run denied = admin(Keys.root(), question);
    assertThat(denied.status()).isZero();
    assertThat(denied.out())
        .isEqualTo(
            "Deny\n  User: arn:aws:iam::000000000000:root is not authorized to perform:"
                + " s3:GetObject on resource: \"arn:aws:s3:::explained-bucket/k\" because no"
                + " resource-based policy allows the s3:GetObject action");
    question[6] = "arn:aws:s3:::no-such-bucket-here";
    assertThat(admin(Keys.root(), question).err())
        .isEqualTo("coffer: ValidationException: There is no bucket no-such-bucket-here");
  }

  @Test
  void explainPrintsJsonAndTakesContext() {
    Run run =
        admin(
            Keys.root(),
            "explain",
            "--principal=*",
            "--action=s3:ListAllMyBuckets",
            "--resource=*",
            "--context=aws:SourceIp=10.0.0.1",
            "--context",
            "s3:prefix=a=b",
            "--json");
    assertThat(run.status()).isZero();
    assertThat(run.json().get("decision").asString()).isEqualTo("Deny");
    assertThat(run.json().get("reason").asString()).startsWith("User: anonymous is not authorized");
  }

  @Test
  void aSessionOfTheRootAdministersToo() throws Exception {
    HttpResponse<String> answer = sts(Keys.root(), "Action=GetSessionToken&DurationSeconds=900");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var session =
        new Keys(
            element(answer.body(), "AccessKeyId"),
            element(answer.body(), "SecretAccessKey"),
            element(answer.body(), "SessionToken"));
    assertThat(admin(session, "account", "list").status()).isZero();
    assertThat(bucket(session, "PUT", "bucket-of-a-session")).isEqualTo(200);

    var swapped = new Keys(Keys.root().id(), Keys.root().secret(), session.token());
    var cut = new Keys(session.id(), session.secret(), session.token().substring(4));
    var bare = new Keys(session.id(), session.secret(), null);
    for (Keys bad : List.of(swapped, cut, bare)) {
      Run refused = admin(bad, "account", "list");
      assertThat(refused.status()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(refused.err())
          .isEqualTo(
              "coffer: UnrecognizedClientException: The security token included in the request is"
                  + " invalid.");
      assertThat(bucket(bad, "HEAD", "bucket-of-a-session")).isIn(400, 403);
    }
  }

  @Test
  void aSessionOfARootGetsNoOther() throws Exception {
    HttpResponse<String> answer = sts(Keys.root(), "Action=GetSessionToken");
    var session =
        new Keys(
            element(answer.body(), "AccessKeyId"),
            element(answer.body(), "SecretAccessKey"),
            element(answer.body(), "SessionToken"));
    HttpResponse<String> refused = sts(session, "Action=GetSessionToken");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(element(refused.body(), "Message"))
        .isEqualTo("Cannot call GetSessionToken with session credentials");
    assertThat(sts(session, "Action=GetCallerIdentity").statusCode()).isEqualTo(200);
  }

  @Test
  void otherOperationsOfStsAreRefusedByName() throws Exception {
    HttpResponse<String> refused = sts(Keys.root(), "Action=GetFederationToken&Name=someone");
    assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(refused.body()).contains("GetFederationToken");
  }

  @Test
  void tlsWithTheServersOwnAuthority() {
    String[] line = {"admin", "account", "list", "--endpoint", of("https"), "--ca", of("ca")};
    Run run = run(Keys.root().environment(), line);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("000000000000");
    Run distrusting =
        run(Keys.root().environment(), "admin", "account", "list", "--endpoint", of("https"));
    assertThat(distrusting.status()).isEqualTo(ExitCode.TRY_LATER);
    line[6] = folder.resolve("none.pem").toString();
    assertThat(run(Keys.root().environment(), line).status()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void wrongSecretsAndMissingOnesAreSaidInALine() {
    Run wrong = admin(new Keys(Keys.root().id(), "guess", null), "account", "list");
    assertThat(wrong.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(wrong.err()).startsWith("coffer: InvalidSignatureException: ").doesNotContain("\n");
    Run none = run(Map.of(), "admin", "account", "list", "--endpoint", of("http"));
    assertThat(none.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(none.err())
        .isEqualTo("coffer: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to sign with");
  }

  @Test
  void aServerThatIsNotThereIsSaid() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Run run =
        run(
            Keys.root().environment(),
            "admin",
            "account",
            "list",
            "--endpoint",
            "http://127.0.0.1:" + port);
    assertThat(run.status()).isEqualTo(ExitCode.TRY_LATER);
    assertThat(run.err()).startsWith("coffer: no answer from http://127.0.0.1:").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin account list | Missing required option",
        "admin account create --endpoint http://h | Missing required parameter",
        "admin account list --endpoint ftp://h | --endpoint wants",
        "admin account list --endpoint http://h/bucket | --endpoint wants",
        "admin account list --endpoint http://u:p@h | --endpoint wants",
        "admin account list --endpoint :: | --endpoint wants",
        "admin explain --principal a --action b --resource c --context d --endpoint http://h"
            + " | --context wants",
      })
  void wrongFlagsAreSaid(String line, String says) {
    Run run = run(Keys.root().environment(), line.split(" ", -1));
    assertThat(run.status()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(says);
  }
}
