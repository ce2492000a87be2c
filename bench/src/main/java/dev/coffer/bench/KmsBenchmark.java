package dev.coffer.bench;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.Alarm;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.audit.FileAuditTrail;
import dev.coffer.kms.audit.LogGround;
import dev.coffer.kms.audit.OnFailure;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DataKeySpec;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.GenerateDataKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Data keys and decryptions a second as S3 asks for them in the same process: who may, the key's
 * state and the cryptography, with and without the audit log, whose lines are synced before the
 * answer. {@code -t 16} shows how calls share a sync.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KmsBenchmark {
  private static final Index SYSTEM = new Index("system");
  private static final Account ACCOUNT = new Account("123456789012", "a".repeat(64));
  private static final Map<String, String> CONTEXT = Map.of("aws:s3:arn", "arn:aws:s3:::b/k");

  private final Entropy entropy = Entropy.system();
  private final Call call =
      new Call(Caller.Principal.rootOf(ACCOUNT, "AKIAIOSFODNN7EXAMPLE"), ConditionKeys.NONE, "r");

  @Param({"none", "file"})
  String audit = "none";

  private @Nullable House house;

  /** What is opened for a run. */
  private record House(
      Path folder,
      KvStore store,
      @Nullable FileAuditTrail trail,
      KeyOperations kms,
      String key,
      Blob sealed) {}

  private House house() {
    House open = house;
    if (open == null) {
      throw new IllegalStateException("not set up");
    }
    return open;
  }

  /** A key service on a folder of its own. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Path folder = Files.createTempDirectory("coffer-bench-kms");
    KvStore store = RocksKv.open(folder.resolve("kv"));
    store.create(SYSTEM);
    FileAuditTrail trail = audit.equals("file") ? trail(folder, store) : null;
    var kms = new KeyOperations(foundation(folder, store, trail == null ? event -> {} : trail));
    var plain = new CreateKey(null, null, null, null, null, null, null, null, null, null, null);
    String key = kms.newKeys().create(call, plain).keyMetadata().arn();
    house = new House(folder, store, trail, kms, key, made(kms, key).ciphertextBlob());
  }

  private FileAuditTrail trail(Path folder, KvStore store) {
    Alarm silent =
        new Alarm() {
          @Override
          public void raise(String text, @Nullable Throwable cause) {
            throw new IllegalStateException(text, cause);
          }

          @Override
          public void end(String text) {
            throw new IllegalStateException(text);
          }
        };
    var key = new MacKey(Secret.random(entropy, 32));
    Bytes installation = Bytes.of(entropy.bytes(16));
    return FileAuditTrail.open(
        new LogGround(
            folder.resolve("audit"),
            store,
            SYSTEM,
            key,
            installation,
            InstantSource.system(),
            silent),
        OnFailure.REFUSE);
  }

  private Foundation foundation(Path folder, KvStore store, AuditTrail trail) {
    return new Foundation(
        store,
        SYSTEM,
        RootKeyFile.create(folder.resolve("keys"), new FirstSecret.KeyFile(), entropy).root(),
        CustomKeyStores.none(),
        new WrappingKey(Secret.random(entropy, 32)),
        new WrappingKey(Secret.random(entropy, 32)),
        new MaterialNames(Secret.random(entropy, 32)),
        "us-east-1",
        InstantSource.system(),
        entropy,
        trail,
        Quotas.off(),
        name -> true,
        arn -> OptionalLong.empty(),
        arn -> {});
  }

  private GenerateDataKey.Output made(KeyOperations kms, String key) {
    var asked = new GenerateDataKey(key, CONTEXT, null, DataKeySpec.AES_256, null, null, null);
    return kms.dataKeys().generate(call, asked);
  }

  /** As a PUT under SSE-KMS without a Bucket Key asks for one. */
  @Benchmark
  public Object generateDataKey() {
    House open = house();
    return made(open.kms(), open.key());
  }

  /** As a GET under SSE-KMS without a Bucket Key asks for it. */
  @Benchmark
  public Object decrypt() {
    House open = house();
    var asked = new Decrypt(open.sealed(), CONTEXT, null, open.key(), null, null, null, null);
    return open.kms().ciphering().decrypt(call, asked);
  }

  /** Leaves nothing behind. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    House open = house();
    if (open.trail() != null) {
      open.trail().close();
    }
    open.store().close();
    List<Path> all;
    try (Stream<Path> files = Files.walk(open.folder())) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
    house = null;
  }
}
