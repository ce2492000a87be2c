package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls by name to the whole server, over its socket: identities from their making to their end.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class CallsTest {
  private static final String IAM = "&Version=2010-05-08";
  private static final String STS = "&Version=2011-06-15";
  private static final String IDENTITY = "Action=GetCallerIdentity" + STS;

  @TempDir private Path folder;

  /** Somebody's key. */
  private record Key(String id, String secret, @Nullable String token) {}

  private record Answer(int status, String text) {
    String element(String name) {
      Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(text);
      assertThat(found.find()).as("%s in %s", name, text).isTrue();
      return found.group(1);
    }
  }

  /** A client of a server. */
  private record Client(HttpClient http, URI server) {
    Answer form(Key key, String service, String form) throws Exception {
      return send(key, service, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    Answer json(Key key, String service, String target, String json) throws Exception {
      return send(key, service, json, "X-Amz-Target", target);
    }

    private Answer send(Key key, String service, String text, String name, String value)
        throws Exception {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      Headers headers = Headers.of("Host", server.getAuthority(), name, value);
      var request = new Request("POST", "/", null, headers, Body.of(body), Request.Peer.LOCAL);
      var secret = SecretAccessKey.of(key.secret);
      var signer = new Signer(key.id, secret, "us-east-1", service, key.token);
      var sent = HttpRequest.newBuilder(server.resolve("/"));
      for (Headers.Field field : signer.signCall(request, body, Instant.now()).headers().fields()) {
        if (!field.name().equals("Host")) {
          sent.header(field.name(), field.value());
        }
      }
      sent.POST(HttpRequest.BodyPublishers.ofByteArray(body));
      HttpResponse<String> got = http.send(sent.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(got.statusCode(), got.body());
    }
  }

  /** What is done to a server. */
  private interface Work {
    void with(Client client, Key root) throws Exception;
  }

  private void serving(Work work) throws Exception {
    Path ready = folder.resolve("ready.json");
    var options =
        new ServerOptions(
            folder.resolve("data"),
            new HostPort(InetAddress.getLoopbackAddress(), 0),
            new ServerOptions.TlsOptions(null, null, null, false),
            new ServerOptions.Buckets(
                "us-east-1", Profile.YEAR_2026, List.of(), Sse.Kms.DEFAULT_LIFE),
            ServerOptions.Secrets.NONE,
            ready,
            false);
    try (House house = House.build(options);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(house).isNotNull();
      JsonNode told = read(ready);
      var root =
          new Key(told.get("accessKeyId").asString(), told.get("secretAccessKey").asString(), null);
      work.with(new Client(http, URI.create(told.get("http").asString())), root);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new JsonMapper().readTree(Files.readAllBytes(file));
  }

  private static Key madeKey(Answer answer) {
    return new Key(answer.element("AccessKeyId"), answer.element("SecretAccessKey"), null);
  }

  @Test
  void aUserLivesFromTheirMakingToTheirEnd() throws Exception {
    serving((client, root) -> {
      Answer made =
          client.form(
              root,
              "iam",
              "Action=CreateUser"
                  + IAM
                  + "&UserName=alice&Path=/team/&Tags.member.1.Key=k&Tags.member.1.Value=v");
      assertThat(made.element("Arn")).isEqualTo("arn:aws:iam::000000000000:user/team/alice");
      Key alice =
          madeKey(client.form(root, "iam", "Action=CreateAccessKey" + IAM + "&UserName=alice"));
      assertThat(client.form(alice, "sts", IDENTITY).element("Arn"))
          .isEqualTo("arn:aws:iam::000000000000:user/team/alice");
      Answer refused = client.form(alice, "iam", "Action=ListUsers" + IAM);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.element("Code")).isEqualTo("AccessDenied");
      assertThat(refused.element("Message"))
          .contains("is not authorized to perform: iam:ListUsers");
      String policy =
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
              + "\"Action\":\"iam:ListUsers\",\"Resource\":\"*\"}}";
      String put =
          "Action=PutUserPolicy"
              + IAM
              + "&UserName=alice&PolicyName=p&PolicyDocument="
              + URLEncoder.encode(policy, StandardCharsets.UTF_8);
      assertThat(client.form(root, "iam", put).status()).isEqualTo(200);
      assertThat(client.form(alice, "iam", "Action=ListUsers" + IAM).element("UserName"))
          .isEqualTo("alice");
      String delete = "Action=DeleteAccessKey" + IAM + "&UserName=alice&AccessKeyId=" + alice.id;
      assertThat(client.form(root, "iam", delete).status()).isEqualTo(200);
      assertThat(client.form(alice, "sts", IDENTITY).element("Code"))
          .isEqualTo("InvalidClientTokenId");
    });
  }

  @Test
  void aSessionCarriesTheRightsOfItsRoleAndNothingElse() throws Exception {
    serving((client, root) -> {
      client.form(root, "iam", "Action=CreateUser" + IAM + "&UserName=bob");
      Key bob = madeKey(client.form(root, "iam", "Action=CreateAccessKey" + IAM + "&UserName=bob"));
      String trust =
          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
              + "{\"AWS\":\"arn:aws:iam::000000000000:user/bob\"},"
              + "\"Action\":\"sts:AssumeRole\"}}";
      Answer role =
          client.form(
              root,
              "iam",
              "Action=CreateRole"
                  + IAM
                  + "&RoleName=reader&AssumeRolePolicyDocument="
                  + URLEncoder.encode(trust, StandardCharsets.UTF_8));
      assertThat(role.status()).as(role.text).isEqualTo(200);
      Answer assumed =
          client.form(
              bob,
              "sts",
              "Action=AssumeRole"
                  + STS
                  + "&RoleSessionName=job&RoleArn=arn:aws:iam::000000000000:role/reader");
      var session =
          new Key(
              assumed.element("AccessKeyId"),
              assumed.element("SecretAccessKey"),
              assumed.element("SessionToken"));
      assertThat(client.form(session, "sts", IDENTITY).element("Arn"))
          .isEqualTo("arn:aws:sts::000000000000:assumed-role/reader/job");
      assertThat(client.form(session, "iam", "Action=ListUsers" + IAM).element("Code"))
          .isEqualTo("AccessDenied");
      var withoutToken = new Key(session.id, session.secret, null);
      assertThat(client.form(withoutToken, "sts", IDENTITY).element("Code"))
          .isEqualTo("InvalidClientTokenId");
    });
  }

  @Test
  void anAccountIsMadeListedAndDeleted() throws Exception {
    serving((client, root) -> {
      Answer made = client.json(root, "coffer", "CofferAdmin.CreateAccount", "{\"name\":\"b\"}");
      JsonNode account = new JsonMapper().readTree(made.text);
      var other =
          new Key(
              account.get("accessKeyId").asString(),
              account.get("secretAccessKey").asString(),
              null);
      String id = account.get("account").asString();
      assertThat(client.form(other, "sts", IDENTITY).element("Account")).isEqualTo(id);
      assertThat(client.json(root, "coffer", "CofferAdmin.ListAccounts", "{}").text)
          .contains("{\"account\":\"" + id + "\",\"name\":\"b\"}");
      Answer refused = client.json(other, "coffer", "CofferAdmin.ListAccounts", "{}");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text).contains("AccessDenied");
      String delete = "{\"account\":\"" + id + "\"}";
      assertThat(client.json(root, "coffer", "CofferAdmin.DeleteAccount", delete).status())
          .isEqualTo(200);
      assertThat(client.form(other, "sts", IDENTITY).element("Code"))
          .isEqualTo("InvalidClientTokenId");
    });
  }

  @Test
  void whoAsksWhyIsAnsweredAlsoAboutBuckets() throws Exception {
    serving((client, root) -> {
      String question =
          "{\"principal\":\"arn:aws:iam::000000000000:root\",\"action\":\"s3:GetObject\","
              + "\"resource\":\"arn:aws:s3:::nowhere/key\"}";
      Answer answer = client.json(root, "coffer", "CofferAdmin.ExplainAccess", question);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text).contains("There is no bucket nowhere");
    });
  }
}
