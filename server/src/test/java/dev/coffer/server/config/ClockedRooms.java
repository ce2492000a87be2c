package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.kms.audit.OnFailure;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.server.gateway.Answers;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All rooms of a server and their jobs, without a socket, on a clock that tests move. */
final class ClockedRooms implements InstantSource, AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Opened opened = new Opened();
  private final Rooms rooms;
  private volatile Instant now;

  ClockedRooms(Path data, Instant start) throws IOException {
    this.now = start;
    boolean built = false;
    try {
      this.rooms = rooms(data);
      built = true;
    } finally {
      if (!built) {
        opened.close();
      }
    }
  }

  private Rooms rooms(Path data) throws IOException {
    Entropy entropy = Entropy.system();
    DataFolder folder = opened.keep(DataFolder.take(data));
    RootKey root =
        RootKey.find(folder, ServerOptions.Secrets.NONE, new Surroundings(this, entropy))
            .orElseThrow();
    var ground =
        new Rooms.Ground(
            folder,
            new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Duration.ZERO),
            ServerOptions.Requests.USUAL,
            new Domains(List.of("localhost")),
            new RootAccess.FirstRun(folder.firstRun(), true),
            new Answers(entropy, this),
            OnFailure.REFUSE,
            this,
            entropy);
    Rooms open = opened.keep(Rooms.open(ground, root));
    open.startJobs(ground.buckets().lifecycleInterval());
    return open;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  /** An answer of the key service to its root. */
  JsonNode kms(String operation, String json) throws IOException {
    Response answer = answer(operation, json);
    String text = new String(answer.body().stream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(text).isEqualTo(200);
    return new JsonMapper().readTree(text.isEmpty() ? "{}" : text);
  }

  /** {@code status text} of the answer to an operation. */
  String said(String operation, String json) throws IOException {
    Response answer = answer(operation, json);
    return answer.status()
        + " "
        + new String(answer.body().stream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Response answer(String operation, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    Headers headers =
        Headers.of(
            "Host",
            HOST,
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            "TrentService." + operation);
    AccessKey key = rooms.access().key();
    var secret = SecretAccessKey.of(key.secret().reveal());
    var unsigned = new Request("POST", "/", null, headers, Body.of(body), Request.Peer.LOCAL);
    Request signed =
        new Signer(key.id(), secret, "us-east-1", "kms", null).signCall(unsigned, body, now);
    return rooms.gateway().handle(signed.withBody(Body.of(body)));
  }

  /** The whole trail of the key service so far. */
  boolean intact() {
    var asked = AuditAsking.Asked.verify("kms", dev.coffer.kms.audit.Question.WHOLE);
    Map<String, Object> answer = rooms.logs().answer(asked);
    return Boolean.TRUE.equals(answer.get("intact"));
  }

  @Override
  public void close() {
    opened.close();
  }
}
