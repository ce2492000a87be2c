package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.server.cli.Surroundings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server in this process, and how tests speak to it by hand. One class of them at a time: they
 * share the server's place.
 */
@ResourceLock("dev.coffer.server.config.LiveServer")
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
abstract class LiveServer {
  static final String REGION = "eu-central-1";

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
                new ServerOptions.Buckets(
                    REGION, Profile.YEAR_2026, List.of(), Sse.Kms.DEFAULT_LIFE),
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

  static String of(String member) {
    return ready.get(member).asString();
  }

  record Run(int status, String out, String err) {
    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  record Keys(String id, String secret, @Nullable String token) {
    static Keys root() {
      return new Keys(of("accessKeyId"), of("secretAccessKey"), null);
    }

    static Keys made(Run run) {
      JsonNode json = run.json();
      return new Keys(
          json.get("accessKeyId").asString(), json.get("secretAccessKey").asString(), null);
    }

    /** Of an answer with credentials. */
    static Keys session(HttpResponse<String> answer) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return new Keys(
          element(answer.body(), "AccessKeyId"),
          element(answer.body(), "SecretAccessKey"),
          element(answer.body(), "SessionToken"));
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

  static Run run(Map<String, String> environment, String... line) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commands(new Surroundings(environment, InstantSource.system()))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line);
    return new Run(status, out.toString().strip(), err.toString().strip());
  }

  static Run admin(Keys keys, String... line) {
    var whole = new ArrayList<>(List.of("admin"));
    whole.addAll(List.of(line));
    whole.addAll(List.of("--endpoint", of("http")));
    return run(keys.environment(), whole.toArray(String[]::new));
  }

  static Run create(String name) {
    Run run = admin(Keys.root(), "account", "create", name, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return run;
  }

  static HttpResponse<String> send(Request signed, byte[] body) throws Exception {
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

  static int bucket(Keys keys, String method, String name) throws Exception {
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

  /** An answer of S3; every body comes with its Content-MD5. */
  static HttpResponse<String> s3(
      Keys keys,
      String method,
      String path,
      @Nullable String query,
      String content,
      String... headers)
      throws Exception {
    byte[] body = content.getBytes(StandardCharsets.UTF_8);
    String md5 = Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    var all = new ArrayList<>(List.of("Content-MD5", md5));
    all.addAll(List.of(headers));
    Request plain = request(method, path, body, all.toArray(String[]::new));
    var asked = new Request(method, path, query, plain.headers(), plain.body(), Request.Peer.LOCAL);
    Request signed =
        keys.signer("s3").sign(asked, ContentHash.Exact.of(body), InstantSource.system().instant());
    return send(signed, body);
  }

  /** The key service's answer to an operation, whose status must be 200. */
  static JsonNode kms(Keys keys, String operation, String json) throws Exception {
    HttpResponse<String> answer = sendToKms(keys, operation, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().isEmpty()
        ? new JsonMapper().createObjectNode()
        : new JsonMapper().readTree(answer.body());
  }

  static HttpResponse<String> sendToKms(Keys keys, String operation, String json) throws Exception {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    Request request =
        request(
            "POST",
            "/",
            body,
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            "TrentService." + operation);
    return send(keys.signer("kms").signCall(request, body, InstantSource.system().instant()), body);
  }

  static HttpResponse<String> sts(Keys keys, String form) throws Exception {
    return call(keys, "sts", form + "&Version=2011-06-15");
  }

  static String element(String document, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(document);
    assertThat(found.find()).as("%s in %s", name, document).isTrue();
    return found.group(1);
  }

  /** The answer of IAM to a form, whose status must be 200. */
  static String iam(Keys keys, String form) throws Exception {
    HttpResponse<String> answer = call(keys, "iam", form + "&Version=2010-05-08");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  static HttpResponse<String> call(Keys keys, String service, String form) throws Exception {
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Request request =
        request("POST", "/", body, "Content-Type", "application/x-www-form-urlencoded");
    return send(
        keys.signer(service).signCall(request, body, InstantSource.system().instant()), body);
  }
}
