package dev.coffer.server.gateway;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.Credentials;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.server.NoKeys;
import dev.coffer.server.table.ControlTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A store in memory behind the path of S3, for callers who are already known. */
final class S3World implements AutoCloseable {
  static final Account OWNER = new Account("111122223333", "a".repeat(64));
  static final Account OTHER = new Account("444455556666", "b".repeat(64));
  static final Caller ROOT = Caller.Principal.rootOf(OWNER, "AKIAOWNER");
  static final Caller STRANGER = Caller.Principal.rootOf(OTHER, "AKIAOTHER");
  static final Caller ANYBODY = new Caller.Anonymous();
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final Request.Peer PEER = new Request.Peer("203.0.113.7", true, "1.3");
  private static final Index SYSTEM = new Index("system");

  final MemoryKv kv = new MemoryKv();
  final Store store;
  final S3Table table;
  private final Router router = new Router(Model.s3());
  private final StoreRootKey root;
  private final S3Path path;
  final ControlPath control;
  final Gateway gateway;

  S3World(Path folder) {
    this(folder, InstantSource.fixed(NOW));
  }

  S3World(Path folder, InstantSource clock) {
    Entropy entropy = Entropy.system();
    root = RootKeyFile.create(folder.resolve("keys"), new FirstSecret.KeyFile(), entropy).root();
    var settings = new BucketSettings("us-east-1", Profile.YEAR_2026);
    store =
        Store.open(kv, new MemoryBlobs(), root, settings, _ -> true, NoKeys.kms(), clock, entropy);
    var generator = new AccessKeyGenerator(entropy);
    var sessions = new DirectorySessions(OneKey.bucketTokens(entropy), generator, clock);
    table = new S3Table(store, sessions);
    var authorization = new S3Authorization(new StoreProtections(store), clock, "us-east-1");
    Authenticator nobody = nobody(entropy, clock);
    path = new S3Path(router, Domains.LOCALHOST, nobody, table, authorization);
    var controls = new ControlTable(store);
    control = new ControlPath(Domains.LOCALHOST, nobody, controls, clock, "us-east-1");
    var rpc = new RpcPath(nobody, java.util.List.of(), "us-east-1");
    var paths = new Gateway.Paths(path, rpc, control);
    gateway = new Gateway(Domains.LOCALHOST, paths, new Answers(entropy, clock));
  }

  private Authenticator nobody(Entropy entropy, InstantSource clock) {
    var secrets = new WrappingKey(Secret.of(new byte[32]));
    var installation = dev.coffer.crypto.envelope.Bytes.of(new byte[16]);
    var credentials =
        new Credentials(
            new AccessKeys(kv, SYSTEM, new SecretSeal(secrets, installation, entropy)),
            new Accounts(kv, SYSTEM),
            new SessionTokens(secrets, installation, entropy),
            OneKey.bucketTokens(entropy),
            new Identities(kv, SYSTEM, entropy),
            clock);
    return new Authenticator(credentials, "us-east-1", clock);
  }

  /** A user of an account with these policies. */
  static Caller user(Account account, String name, String... policies) {
    var identity = new ArrayList<NamedPolicy>();
    for (String policy : policies) {
      PolicyDocument document = PolicyDocument.parse(policy, PolicyDocument.Kind.IDENTITY);
      identity.add(new NamedPolicy("user/" + name + " inline p", document));
    }
    var subject =
        new Subject(
            Subject.Kind.USER,
            account.id(),
            "arn:aws:iam::" + account.id() + ":user/" + name,
            "AIDAEXAMPLE",
            null,
            identity,
            null,
            null,
            Map.of());
    return new Caller.Principal(account, subject, "AKIAUSER");
  }

  /** An identity policy that allows these actions on everything. */
  static String allowing(String... actions) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
        + String.join("\",\"", actions)
        + "\"],\"Resource\":\"*\"}]}";
  }

  static Request request(
      String method, String path, @Nullable String query, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var all =
        Headers.of(headers).toBuilder()
            .add("Host", "localhost")
            .add("Content-Length", Integer.toString(bytes.length))
            .build();
    return new Request(method, path, query, all, Body.of(bytes), PEER);
  }

  /** The answer, or the refusal as an exception. */
  Response send(Caller caller, Request request) {
    Address address = Address.of(request, Domains.LOCALHOST);
    var authenticated = new Authenticated(caller, request, ConditionKeys.NONE);
    try {
      return path.answer(
          new S3Path.Step(
              new Exchange("1", request.method(), Instant.EPOCH),
              router.route(request, address),
              address,
              authenticated));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What refuses a request; null when nothing does. */
  @Nullable S3Exception refusal(Caller caller, Request request) {
    try {
      send(caller, request);
      return null;
    } catch (S3Exception refusal) {
      return refusal;
    }
  }

  static String text(Response response) {
    try (InputStream stream = response.body().stream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void createBucket(String name) {
    send(ROOT, request("PUT", "/" + name, null, ""));
  }

  void put(String path, String content) {
    send(ROOT, request("PUT", path, null, content));
  }

  void putPolicy(String bucket, String policy) {
    send(ROOT, request("PUT", "/" + bucket, "policy", policy));
  }

  /** Switches the public access block of a bucket off. */
  void open(String bucket) {
    send(ROOT, request("DELETE", "/" + bucket, "publicAccessBlock", ""));
  }

  String beginUpload(String path) {
    String answer = text(send(ROOT, request("POST", path, "uploads", "")));
    Matcher matcher = Pattern.compile("<UploadId>(.*)</UploadId>").matcher(answer);
    if (!matcher.find()) {
      throw new IllegalStateException(answer);
    }
    return matcher.group(1);
  }

  /** Every row of the system's index and of a bucket's. */
  List<Entry> rows(String bucket) {
    var rows = new ArrayList<Entry>();
    Index own = store.buckets().require(bucket).index();
    for (Index index : List.of(SYSTEM, own, new Index("hints"))) {
      KvScan.entries(kv, index, Key.startOf(Bytes.of((byte) 0)), 100).forEachRemaining(rows::add);
    }
    return rows;
  }

  @Override
  public void close() {
    store.close();
    root.close();
    kv.close();
  }
}
