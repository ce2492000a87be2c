package dev.coffer.kms.operation;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.rpc.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A key service in memory, with a clock that stands until it is moved. */
final class TestKms implements InstantSource {
  static final String ACCOUNT = "111122223333";
  static final String OTHER = "444455556666";
  static final String ROOT = "arn:aws:iam::111122223333:root";
  static final String REGION = "us-east-1";
  static final String S3 = "s3.us-east-1.amazonaws.com";
  static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");
  static final String MISSING = "1234abcd-12ab-34cd-56ef-1234567890ab";
  static final Index INDEX = new Index("system");

  final KvStore store;
  final Trail trail = new Trail();
  final List<String> changed = new ArrayList<>();
  final KeyOperations ops;
  private Instant now = START;
  OptionalLong versions = OptionalLong.empty();

  TestKms() {
    this(new MemoryKv(), Quotas.off());
  }

  TestKms(KvStore store, Quotas quotas) {
    this(store, quotas, CustomKeyStores.none(), newRoot());
  }

  TestKms(KvStore store, Quotas quotas, CustomKeyStores stores, StoreRootKey root) {
    this.store = store;
    store.create(INDEX);
    this.ops =
        new KeyOperations(
            new Foundation(
                store,
                INDEX,
                root,
                stores,
                new WrappingKey(key("11")),
                new WrappingKey(key("22")),
                new MaterialNames(key("33")),
                REGION,
                this,
                Entropy.system(),
                trail,
                quotas,
                name -> !name.contains("nobody"),
                arn -> versions,
                changed::add));
  }

  /** A trail in memory, which can be told to refuse. */
  static final class Trail implements AuditTrail {
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    boolean full;
    boolean ready = true;

    @Override
    public void requireReady() {
      if (!ready) {
        throw new IllegalStateException("no line could be kept now");
      }
    }

    @Override
    public void record(AuditEvent event) {
      if (full) {
        throw new IllegalStateException("no room for another line");
      }
      events.add(event);
    }

    AuditEvent last() {
      return events.getLast();
    }
  }

  static Secret key(String byteHex) {
    return Secret.of(HexFormat.of().parseHex(byteHex.repeat(32)));
  }

  static StoreRootKey newRoot() {
    try {
      Path folder = Files.createTempDirectory("coffer-test-root");
      StoreRootKey root =
          RootKeyFile.create(folder, new FirstSecret.KeyFile(), Entropy.system()).root();
      remove(folder);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  static Call asRoot() {
    return asRootOf(ACCOUNT);
  }

  static Call asRootOf(String account) {
    return call(
        new Caller.Principal(
            new Account(account, "ab".repeat(32)), Subject.rootOf(account), "AKIAROOT"));
  }

  /** A user with one identity policy. */
  static Call as(String user, String... statements) {
    return asUserOf(ACCOUNT, user, statements);
  }

  static String arn(String user) {
    return "arn:aws:iam::" + ACCOUNT + ":user/" + user;
  }

  static Call asUserOf(String account, String user, String... statements) {
    List<NamedPolicy> policies =
        statements.length == 0
            ? List.of()
            : List.of(
                new NamedPolicy(
                    "inline",
                    PolicyDocument.parse(
                        policy(String.join(",", statements)), PolicyDocument.Kind.IDENTITY)));
    String arn = "arn:aws:iam::" + account + ":user/" + user;
    var subject =
        new Subject(
            Subject.Kind.USER, account, arn, "AIDA" + user, null, policies, null, null, Map.of());
    return call(
        new Caller.Principal(new Account(account, "ab".repeat(32)), subject, "AKIA" + user));
  }

  static Call call(Caller caller) {
    ConditionKeys keys =
        ConditionKeys.NONE.with("aws:SourceIp", "10.0.0.1").with("aws:UserAgent", "test/1");
    return new Call(caller, keys, "request-1");
  }

  static String policy(String statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
  }

  static String allow(String action, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
        .formatted(action, resource);
  }

  /** A statement of a key's policy. */
  static String allowTo(String principal, String action) {
    return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"%s\"},\"Action\":\"%s\",\"Resource\":\"*\"}"
        .formatted(principal, action);
  }

  /** A grant of these operations, and nothing else said of it. */
  static CreateGrant grant(String keyId, String grantee, GrantOperation... operations) {
    return new CreateGrant(
        keyId, grantee, null, List.of(operations), null, null, null, null, null, null);
  }

  static CreateKey newKey(
      @Nullable KeySpec spec, @Nullable KeyUsage usage, @Nullable Origin origin) {
    return new CreateKey(null, null, usage, null, spec, origin, null, null, null, null, null);
  }

  static CreateKey newKey(String policy) {
    return new CreateKey(policy, null, null, null, null, null, null, null, null, null, null);
  }

  KeyMetadata symmetric() {
    return ops.newKeys().create(asRoot(), newKey(null, null, null)).keyMetadata();
  }

  KeyMetadata external() {
    return ops.newKeys().create(asRoot(), newKey(null, null, Origin.EXTERNAL)).keyMetadata();
  }

  KeyMetadata hmac(KeySpec spec) {
    return ops.newKeys()
        .create(asRoot(), newKey(spec, KeyUsage.GENERATE_VERIFY_MAC, null))
        .keyMetadata();
  }

  KeyMetadata signing(KeySpec spec) {
    return ops.newKeys().create(asRoot(), newKey(spec, KeyUsage.SIGN_VERIFY, null)).keyMetadata();
  }

  KeyMetadata describe(String keyId) {
    return ops.life().describe(asRoot(), new DescribeKey(keyId, null)).keyMetadata();
  }

  static Encrypt encrypt(String keyId, String text, Map<String, String> context) {
    return new Encrypt(keyId, blob(text), context, null, null, null);
  }

  Blob encrypted(String keyId, String text, Map<String, String> context) {
    return ops.ciphering().encrypt(asRoot(), encrypt(keyId, text, context)).ciphertextBlob();
  }

  static Decrypt decrypt(Blob ciphertext, @Nullable Map<String, String> context) {
    return new Decrypt(ciphertext, context, null, null, null, null, null, null);
  }

  static Decrypt decryptUnder(String keyId, Blob ciphertext) {
    return new Decrypt(ciphertext, null, null, keyId, null, null, null, null);
  }

  String decrypted(Blob ciphertext, @Nullable Map<String, String> context) {
    byte[] plaintext =
        ops.ciphering().decrypt(asRoot(), decrypt(ciphertext, context)).plaintext().toArray();
    return new String(plaintext, StandardCharsets.UTF_8);
  }

  static Blob blob(String text) {
    return Blob.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@code code: text} of a refusal, {@code code} when it has no text; empty when there is none.
   */
  static String refusal(Runnable call) {
    try {
      call.run();
      return "";
    } catch (RpcException e) {
      return e.text() == null ? e.code() : e.code() + ": " + e.text();
    }
  }
}
