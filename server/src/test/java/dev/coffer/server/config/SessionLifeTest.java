package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Users, roles and their sessions on one port: made through IAM, used on S3, stopped at once. */
class SessionLifeTest extends LiveServer {
  private static String policy(String action, String resource) {
    return encoded(
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"%s"}}\
        """
            .formatted(action, resource));
  }

  private static String trust(String principal) {
    return encoded(
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{"AWS":"%s"}}}\
        """
            .formatted(principal));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A user of the account with one policy. */
  private static Keys user(Keys root, String name, String policy) throws Exception {
    iam(root, "Action=CreateUser&UserName=" + name);
    iam(root, "Action=PutUserPolicy&PolicyName=p&UserName=" + name + "&PolicyDocument=" + policy);
    String made = iam(root, "Action=CreateAccessKey&UserName=" + name);
    return new Keys(element(made, "AccessKeyId"), element(made, "SecretAccessKey"), null);
  }

  private static String role(Keys root, String name, String trust, String policy) throws Exception {
    String made =
        iam(root, "Action=CreateRole&RoleName=" + name + "&AssumeRolePolicyDocument=" + trust);
    iam(root, "Action=PutRolePolicy&PolicyName=p&RoleName=" + name + "&PolicyDocument=" + policy);
    return element(made, "Arn");
  }

  private static HttpResponse<String> assume(Keys keys, String role, String more) throws Exception {
    return sts(keys, "Action=AssumeRole&RoleSessionName=build&RoleArn=" + role + more);
  }

  @Test
  void aRoleOfAnotherAccountIsUsedUntilItIsGone() throws Exception {
    Keys owner = Keys.made(create("owner"));
    Run other = create("other");
    Keys root = Keys.made(other);
    String account = other.json().get("account").asString();
    Keys bob = user(root, "bob", policy("sts:AssumeRole", "*"));
    assertThat(bucket(owner, "PUT", "shared-by-role")).isEqualTo(200);
    String role =
        role(
            owner,
            "reader",
            trust("arn:aws:iam::" + account + ":user/bob"),
            policy("s3:ListBucket", "arn:aws:s3:::shared-by-role"));

    assertThat(bucket(bob, "HEAD", "shared-by-role")).isEqualTo(403);
    Keys session = Keys.session(assume(bob, role, ""));
    assertThat(bucket(session, "HEAD", "shared-by-role")).isEqualTo(200);
    assertThat(bucket(session, "DELETE", "shared-by-role")).isEqualTo(403);
    assertThat(element(sts(session, "Action=GetCallerIdentity").body(), "Arn"))
        .endsWith(":assumed-role/reader/build");

    iam(owner, "Action=DeleteRolePolicy&RoleName=reader&PolicyName=p");
    assertThat(bucket(session, "HEAD", "shared-by-role")).isEqualTo(403);
    assertThat(element(sts(session, "Action=GetCallerIdentity").body(), "Arn")).isNotEmpty();
    iam(owner, "Action=DeleteRole&RoleName=reader");
    role(owner, "reader", trust(account), policy("s3:*", "*"));
    HttpResponse<String> refused = sts(session, "Action=GetCallerIdentity");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(element(refused.body(), "Code")).isEqualTo("InvalidClientTokenId");
  }

  @Test
  void aSessionPolicyNarrowsTheSession() throws Exception {
    Run made = create("narrowed");
    Keys root = Keys.made(made);
    Keys alice = user(root, "alice", policy("sts:AssumeRole", "*"));
    String role =
        role(root, "all", trust(made.json().get("account").asString()), policy("s3:*", "*"));
    String narrow = "&Policy=" + policy("s3:ListBucket", "*");
    Keys session = Keys.session(assume(alice, role, narrow));
    Keys whole = Keys.session(assume(alice, role, ""));
    assertThat(bucket(session, "PUT", "bucket-of-a-narrow-session")).isEqualTo(403);
    assertThat(bucket(whole, "PUT", "bucket-of-a-narrow-session")).isEqualTo(200);
    assertThat(bucket(session, "HEAD", "bucket-of-a-narrow-session")).isEqualTo(200);
  }

  @Test
  void aUsersKeyAndSessionStopWithTheUser() throws Exception {
    Keys root = Keys.made(create("stopping"));
    Keys alice = user(root, "alice", policy("s3:*", "*"));
    Keys session = Keys.session(sts(alice, "Action=GetSessionToken"));
    assertThat(bucket(session, "PUT", "bucket-of-a-user")).isEqualTo(200);

    String inactive =
        "Action=UpdateAccessKey&UserName=alice&Status=Inactive&AccessKeyId=" + alice.id();
    iam(root, inactive);
    assertThat(bucket(alice, "HEAD", "bucket-of-a-user")).isEqualTo(403);
    assertThat(bucket(session, "HEAD", "bucket-of-a-user")).isEqualTo(200);

    iam(root, "Action=DeleteAccessKey&UserName=alice&AccessKeyId=" + alice.id());
    iam(root, "Action=DeleteUserPolicy&UserName=alice&PolicyName=p");
    iam(root, "Action=DeleteUser&UserName=alice");
    assertThat(bucket(alice, "HEAD", "bucket-of-a-user")).isEqualTo(403);
    assertThat(bucket(session, "HEAD", "bucket-of-a-user")).isEqualTo(403);
  }

  @Test
  void aUsersSessionCallsNotIam() throws Exception {
    Keys root = Keys.made(create("no iam"));
    Keys alice = user(root, "alice", policy("iam:*", "*"));
    assertThat(iam(alice, "Action=ListUsers")).contains("<UserName>alice</UserName>");
    Keys session = Keys.session(sts(alice, "Action=GetSessionToken"));
    HttpResponse<String> refused = call(session, "iam", "Action=ListUsers&Version=2010-05-08");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(element(refused.body(), "Code")).isEqualTo("InvalidClientTokenId");
  }

  @Test
  void whatAssumeRoleRefusesIsSaidAsAmazonSaysIt() throws Exception {
    Run made = create("refusing");
    Keys root = Keys.made(made);
    String account = made.json().get("account").asString();
    Keys alice = user(root, "alice", policy("sts:AssumeRole", "*"));
    String role = role(root, "worker", trust(account), policy("s3:*", "*"));
    HttpResponse<String> lasting = assume(alice, role, "&DurationSeconds=3601");
    assertThat(lasting.statusCode()).isEqualTo(400);
    assertThat(element(lasting.body(), "Message"))
        .isEqualTo(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    HttpResponse<String> brief = assume(alice, role, "&DurationSeconds=899");
    assertThat(element(brief.body(), "Code")).isEqualTo("ValidationError");
    HttpResponse<String> tagged = assume(alice, role, "&Tags.member.1.Key=k&Tags.member.1.Value=v");
    assertThat(tagged.statusCode()).isEqualTo(501);
    assertThat(tagged.body()).contains("Tags");
    HttpResponse<String> ofRoot = assume(root, role, "");
    assertThat(element(ofRoot.body(), "Message"))
        .isEqualTo("Roles may not be assumed by root accounts.");
    String none = "arn:aws:iam::" + account + ":role/none";
    assertThat(element(assume(alice, none, "").body(), "Message"))
        .isEqualTo(
            "User: arn:aws:iam::"
                + account
                + ":user/alice is not authorized to perform: sts:AssumeRole on resource: "
                + none);
  }

  @Test
  void anAccountWithAUserStays() throws Exception {
    Run made = create("with user");
    Keys root = Keys.made(made);
    String account = made.json().get("account").asString();
    iam(root, "Action=CreateUser&UserName=carol");
    assertThat(admin(Keys.root(), "account", "delete", account).err())
        .startsWith("coffer: AccountNotEmpty: ");
    iam(root, "Action=DeleteUser&UserName=carol");
    assertThat(admin(Keys.root(), "account", "delete", account).status()).isZero();
  }

  @Test
  void aUserOfTheManagementAccountAdministersAsTheirPolicySays() throws Exception {
    Keys clerk = user(Keys.root(), "clerk", policy("coffer:ListAccounts", "*"));
    assertThat(admin(clerk, "account", "list").status()).isZero();
    Run refused = admin(clerk, "account", "create", "x");
    assertThat(refused.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.err())
        .isEqualTo(
            "coffer: AccessDenied: User: arn:aws:iam::000000000000:user/clerk is not authorized to"
                + " perform: coffer:CreateAccount because no identity-based policy allows the"
                + " coffer:CreateAccount action");
    Run explained =
        admin(
            Keys.root(),
            "explain",
            "--principal=arn:aws:iam::000000000000:user/clerk",
            "--action=coffer:ListAccounts",
            "--resource=*");
    assertThat(explained.out()).startsWith("Allow\n  by user/clerk inline p");
  }
}
