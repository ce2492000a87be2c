package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.audit.OnFailure;
import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in this process that is stopped and started, always on the port of its first start. */
final class Neighbour implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final ServerOptions.Requests requests;
  private final OnFailure onFailure;
  private @Nullable House house;
  private int port;
  private String signedFor = "us-east-1";

  Neighbour(Path folder) throws IOException {
    this(folder, ServerOptions.Requests.USUAL, OnFailure.REFUSE);
  }

  Neighbour(Path folder, ServerOptions.Requests requests) throws IOException {
    this(folder, requests, OnFailure.REFUSE);
  }

  Neighbour(Path folder, OnFailure onFailure) throws IOException {
    this(folder, ServerOptions.Requests.USUAL, onFailure);
  }

  private Neighbour(Path folder, ServerOptions.Requests requests, OnFailure onFailure)
      throws IOException {
    this.onFailure = onFailure;
    this.folder = Files.createDirectories(folder);
    this.requests = requests;
  }

  /** An answer of the key service. */
  record Said(int status, JsonNode json) {
    String text(String member) {
      return json.path(member).asString("");
    }

    /** {@code code: message}, or empty when it was done. */
    String refusal() {
      return status == 200 ? "" : status + " " + text("__type") + ": " + text("message");
    }
  }

  /** What a command said. */
  record Run(int status, String out, String err) {}

  Path data() {
    return folder.resolve("data");
  }

  void start() throws IOException {
    Path ready = folder.resolve("ready.json");
    Files.deleteIfExists(ready);
    house =
        House.build(
            new ServerOptions(
                data(),
                new HostPort(InetAddress.getLoopbackAddress(), port),
                new ServerOptions.TlsOptions(null, null, null, false),
                new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Duration.ZERO),
                ServerOptions.Secrets.NONE,
                ready,
                false,
                onFailure,
                requests));
    if (Files.exists(ready)) {
      port = http().getPort();
    }
  }

  /** Signs what follows for a Region. */
  void signFor(String region) {
    signedFor = region;
  }

  void stop() {
    House last = house;
    house = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private JsonNode ready() throws IOException {
    return JSON.readTree(Files.readAllBytes(folder.resolve("ready.json")));
  }

  URI http() throws IOException {
    return URI.create(ready().get("http").asString());
  }

  String state() throws IOException {
    return ControlClient.give(data(), Order.STATUS, new byte[0]).said().get("state").asString();
  }

  /** Calls the key service as root. */
  Said kms(String operation, String json) throws Exception {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        send(
            "kms",
            "POST",
            "/",
            Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "TrentService." + operation),
            body);
    String text = answer.body().isEmpty() ? "{}" : answer.body();
    return new Said(answer.statusCode(), JSON.readTree(text));
  }

  /**
   * Asks S3 as root.
   *
   * @param target a path, with a query behind {@code ?} when there is one
   */
  HttpResponse<String> s3(String method, String target, Map<String, String> headers, String body)
      throws Exception {
    return send("s3", method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(
      String service, String method, String target, Map<String, String> fields, byte[] body)
      throws Exception {
    String[] parts = target.split("\\?", 2);
    Headers.Builder headers = Headers.EMPTY.toBuilder().set("Host", http().getRawAuthority());
    fields.forEach(headers::set);
    var unsigned =
        new Request(
            method,
            parts[0],
            parts.length > 1 ? parts[1] : null,
            headers.build(),
            Body.of(body),
            Request.Peer.LOCAL);
    var secret = SecretAccessKey.of(secretAccessKey());
    var signer = new Signer(accessKeyId(), secret, signedFor, service, null);
    Request signed =
        signer.sign(unsigned, ContentHash.Exact.of(body), InstantSource.system().instant());
    var request =
        HttpRequest.newBuilder(http().resolve(target))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (Headers.Field field : signed.headers().fields()) {
      if (!field.name().equalsIgnoreCase("Host")) {
        request.header(field.name(), field.value());
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The id of a new key. */
  String createKey(String json) throws Exception {
    Said said = kms("CreateKey", json);
    assertThat(said.refusal()).isEmpty();
    return said.json().at("/KeyMetadata/KeyId").asString();
  }

  String accessKeyId() throws IOException {
    return ready().get("accessKeyId").asString();
  }

  private String secretAccessKey() throws IOException {
    return ready().get("secretAccessKey").asString();
  }

  /** The settings by which another store asks a key of this one. */
  String settingsFor(String key, Path credentials) throws IOException {
    return " --set region=us-east-1 --set endpoint=%s --set key=%s --set credentials-file=%s"
        .formatted(http(), key, credentials);
  }

  /** The root's credentials in a file as a remote KMS wants it. */
  void writeCredentials(Path file) throws IOException {
    writeCredentials(file, secretAccessKey());
  }

  void writeCredentials(Path file, String secret) throws IOException {
    Files.writeString(
        file, "AWS_ACCESS_KEY_ID=%s%nAWS_SECRET_ACCESS_KEY=%s%n".formatted(accessKeyId(), secret));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Runs a command line in which DATA stands for the data folder. */
  Run run(String line) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line.replace("DATA", data().toString()).split(" ", -1));
    return new Run(status, out.toString(), err.toString());
  }

  String done(String line) {
    Run run = run(line);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).as(run.out()).isZero();
    return run.out();
  }
}
