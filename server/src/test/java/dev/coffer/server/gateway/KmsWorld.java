package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.Account;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.server.table.KmsTable;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key service in memory behind a gateway, as its account's root sees it over the wire. */
final class KmsWorld {
  static final Account ACCOUNT = new Account("123456789012", "a".repeat(64));

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Index SYSTEM = new Index("system");
  private static final String REGION = "us-east-1";
  private static final JsonMapper JSON = new JsonMapper();
  private static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE", SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG"), ACCOUNT, ACCOUNT.id());

  private final MemoryKv kv = new MemoryKv();
  private final Signer signer = new Signer(KEY.id(), KEY.secret(), REGION, "kms", null);
  private final StoreRootKey root;
  private final RpcTable table;
  private final Gateway gateway;

  /** What was written down. */
  final List<AuditEvent> events = new ArrayList<>();

  /** An answer as it travels. */
  record Answer(int status, Headers headers, String body) {}

  KmsWorld(StoreRootKey root) {
    this.root = root;
    kv.create(SYSTEM);
    InstantSource clock = InstantSource.fixed(NOW);
    Entropy entropy = Entropy.system();
    var foundation =
        new Foundation(
            kv,
            SYSTEM,
            root,
            CustomKeyStores.none(),
            new WrappingKey(Secret.of(new byte[32])),
            new WrappingKey(Secret.of(new byte[32])),
            new MaterialNames(Secret.of(new byte[32])),
            REGION,
            clock,
            entropy,
            events::add,
            Quotas.off(),
            name -> true,
            arn -> OptionalLong.empty(),
            arn -> {});
    this.table = KmsTable.of(new KeyOperations(foundation));
    this.gateway =
        new OneKeyGateway(KEY, REGION, clock, entropy)
            .serving(S3Table.of(List.of()), new WithoutPolicies(bucket -> ACCOUNT), table);
  }

  /** An empty one under the same root key. */
  KmsWorld another() {
    return new KmsWorld(root);
  }

  static JsonNode tree(String json) {
    return JSON.readTree(json);
  }

  RpcTable table() {
    return table;
  }

  /** Everything that the service has stored. */
  List<Entry> rows() {
    var rows = new ArrayList<Entry>();
    KvScan.entries(kv, SYSTEM, Key.startOf(Bytes.of((byte) 0)), 100).forEachRemaining(rows::add);
    return rows;
  }

  Answer send(String operation, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    var request =
        new Request(
            "POST",
            "/",
            null,
            Headers.of("Host", "localhost", "X-Amz-Target", "TrentService." + operation),
            Body.of(body),
            Request.Peer.LOCAL);
    Response response = gateway.handle(signer.signCall(request, body, NOW));
    try (InputStream stream = response.body().stream()) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(response.status(), response.headers(), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to what must be done. */
  JsonNode done(String operation, String json) {
    Answer answer = send(operation, json);
    assertThat(answer.status()).as(operation + " " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  /** The ARN of a new key. */
  String newKey(String json) {
    return done("CreateKey", json).at("/KeyMetadata/Arn").asString("");
  }
}
