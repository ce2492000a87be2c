package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code coffer admin} against a server in this process, and STS on the same port. */
class AdminCommandTest extends LiveServer {
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
  void anAccountWithAKeyStaysAlsoWhileTheKeyWaitsForItsDeletion() throws Exception {
    Run made = create("key owner");
    Keys keys = Keys.made(made);
    String id = made.json().get("account").asString();
    String key = kms(keys, "CreateKey", "{}").at("/KeyMetadata/KeyId").asString();
    for (String operation : List.of("DisableKey", "ScheduleKeyDeletion")) {
      Run refused = admin(Keys.root(), "account", "delete", id);
      assertThat(refused.status()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(refused.err()).startsWith("coffer: AccountNotEmpty: ");
      kms(keys, operation, "{\"KeyId\":\"" + key + "\"}");
    }
    assertThat(admin(Keys.root(), "account", "delete", id).err())
        .startsWith("coffer: AccountNotEmpty: ");
    assertThat(kms(keys, "DescribeKey", "{\"KeyId\":\"" + key + "\"}").toString())
        .as("a refused deletion leaves the account open")
        .contains("PendingDeletion");
  }

  @Test
  void theKeyForS3KeepsNoAccount() throws Exception {
    Run made = create("looked at its key");
    kms(Keys.made(made), "DescribeKey", "{\"KeyId\":\"alias/aws/s3\"}");
    String id = made.json().get("account").asString();
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

  private static Run explainUse(String principal, String action, String key, String... more) {
    var line =
        new ArrayList<>(
            List.of(
                "explain",
                "--principal",
                principal,
                "--action",
                action,
                "--resource",
                key,
                "--json"));
    line.addAll(List.of(more));
    return admin(Keys.root(), line.toArray(String[]::new));
  }

  private static void explained(Run run, String decision, String because) {
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("decision").asString()).as(run.out()).isEqualTo(decision);
    assertThat(run.out()).contains(because);
  }

  @Test
  void explainKnowsThePoliciesOfKeys() throws Exception {
    String root = "arn:aws:iam::000000000000:root";
    String alice = "arn:aws:iam::000000000000:user/explained-alice";
    iam(Keys.root(), "Action=CreateUser&UserName=explained-alice");
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*"},
          {"Sid": "Hers", "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:Decrypt",
           "Resource": "*", "Condition": {"StringEquals": {"kms:EncryptionContext:a": "b"}}}]}
        """
            .formatted(root, alice);
    String asText = policy.replace("\n", " ").replace("\"", "\\\"");
    JsonNode key = kms(Keys.root(), "CreateKey", "{\"Policy\":\"" + asText + "\"}");
    String arn = key.at("/KeyMetadata/Arn").asString();
    explained(
        explainUse(root, "kms:Encrypt", arn), "Allow", "key policy of " + arn + ", statement 1");
    explained(
        explainUse(alice, "kms:Decrypt", arn, "--context", "kms:EncryptionContext:a=b"),
        "Allow",
        "key policy of " + arn + ", statement Hers");
    explained(
        explainUse(alice, "kms:Decrypt", arn),
        "Deny",
        "because no identity-based policy allows the kms:Decrypt action");
    assertThat(explainUse(alice, "kms:Decrypt", arn.replaceFirst("key/.", "key/z")).err())
        .startsWith("coffer: ValidationException: There is no key arn:aws:kms:");
  }

  @Test
  void explainKnowsGrants() throws Exception {
    Run made = create("grantee");
    String account = made.json().get("account").asString();
    String grantee = "arn:aws:iam::" + account + ":root";
    String arn = kms(Keys.root(), "CreateKey", "{}").at("/KeyMetadata/Arn").asString();
    explained(
        explainUse(grantee, "kms:Decrypt", arn), "Deny", "because no resource-based policy allows");
    String grant =
        ("{\"KeyId\":\"%s\",\"GranteePrincipal\":\"%s\",\"Operations\":[\"Decrypt\"],"
                + "\"Constraints\":{\"EncryptionContextSubset\":{\"Dept\":\"IT\"}}}")
            .formatted(arn, grantee);
    String id = kms(Keys.root(), "CreateGrant", grant).path("GrantId").asString();
    String[] context = {"--context", "kms:EncryptionContext:dept=IT"};
    explained(explainUse(grantee, "kms:Decrypt", arn, context), "Allow", "grant");
    explained(explainUse(grantee, "kms:decrypt", arn, context), "Allow", "grant");
    explained(explainUse(grantee, "kms:Decrypt", arn), "Deny", "not authorized");
    explained(explainUse(grantee, "kms:Encrypt", arn, context), "Deny", "not authorized");
    kms(Keys.root(), "RevokeGrant", "{\"KeyId\":\"%s\",\"GrantId\":\"%s\"}".formatted(arn, id));
    explained(explainUse(grantee, "kms:Decrypt", arn, context), "Deny", "not authorized");
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
