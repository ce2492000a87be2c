package dev.coffer.server.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.RpcFacts;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.rpc.RpcException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the key service is served, and refuses whoever may not. */
final class KmsTableTest {
  private static final Index SYSTEM = new Index("system");
  private static final Account ACCOUNT = new Account("123456789012", "a".repeat(64));
  private static final Map<String, Object> SAMPLES = new HashMap<>();
  @TempDir private static Path keys;
  private static RpcTable table = new RpcTable(Rpc.Service.KMS);

  @BeforeAll
  static void makeKeys() {
    var kv = new MemoryKv();
    kv.create(SYSTEM);
    var foundation =
        new Foundation(
            kv,
            SYSTEM,
            RootKeyFile.create(keys, new FirstSecret.KeyFile(), Entropy.system()).root(),
            CustomKeyStores.none(),
            new WrappingKey(Secret.of(new byte[32])),
            new WrappingKey(Secret.of(new byte[32])),
            new MaterialNames(Secret.of(new byte[32])),
            "us-east-1",
            InstantSource.fixed(Instant.EPOCH),
            Entropy.system(),
            event -> {},
            Quotas.off(),
            name -> true,
            arn -> OptionalLong.empty(),
            arn -> {});
    var kms = new KeyOperations(foundation);
    table = KmsTable.of(kms);
    Call root = new Call(Caller.Principal.rootOf(ACCOUNT, "AKIA"), ConditionKeys.NONE, "r");
    var newKey = new CreateKey(null, null, null, null, null, null, null, null, null, null, null);
    String key = kms.newKeys().create(root, newKey).keyMetadata().keyId();
    kms.aliases().create(root, new CreateAlias("alias/mine", key));
    Blob text = Blob.of(new byte[4]);
    Blob sealed =
        kms.ciphering()
            .encrypt(root, new Encrypt(key, text, null, null, null, null))
            .ciphertextBlob();
    SAMPLES.putAll(
        Map.of(
            "keyId",
            key,
            "targetKeyId",
            key,
            "destinationKeyId",
            key,
            "aliasName",
            "alias/mine",
            "ciphertextBlob",
            sealed,
            "numberOfBytes",
            16,
            "granteePrincipal",
            "arn:aws:iam::123456789012:user/bob",
            "retiringPrincipal",
            "arn:aws:iam::123456789012:user/bob",
            "expirationModel",
            dev.coffer.wire.kms.ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE,
            "operations",
            List.of(dev.coffer.wire.kms.GrantOperation.Decrypt)));
    SAMPLES.put("grantId", "ab".repeat(32));
    SAMPLES.put("tags", List.of());
  }

  static Collection<RpcServed<?, ?>> served() {
    return table.all();
  }

  @Test
  void everyOperationOfTheFirstTwoTiersAndOfHmacAndSigningKeysIsServed() {
    assertThat(served()).hasSize(43);
  }

  @Test
  void theReadmeSaysWhatIsServedAndWhatIsRefused() throws IOException {
    List<String> served = served().stream().map(RpcServed::name).sorted().toList();
    List<String> refused =
        RpcFacts.of(Rpc.Service.KMS).operations().stream()
            .map(RpcFacts.Operation::name)
            .filter(name -> !served.contains(name))
            .sorted()
            .toList();
    String table =
        "| key service | operations |\n|---|---|\n"
            + row("served", served)
            + row("refused by name (400 `UnsupportedOperationException`)", refused);
    ReadmeTest.requireOrWrite("README.md", "kms-operations", table);
  }

  private static String row(String title, List<String> operations) {
    return "| %s: %d | %s |\n".formatted(title, operations.size(), String.join(", ", operations));
  }

  @ParameterizedTest
  @MethodSource("served")
  void theActionIsNamedLikeTheOperation(RpcServed<?, ?> operation) {
    Rpc rpc = operation.operation().getAnnotation(Rpc.class);
    assertThat(rpc).isNotNull();
    String name = operation.name().equals("ReEncrypt") ? "ReEncryptFrom" : operation.name();
    assertThat(rpc.action()).isEqualTo("kms:" + name);
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoHasNoPolicyIsRefusedByThisAction(RpcServed<?, ?> operation) {
    Rpc rpc = operation.operation().getAnnotation(Rpc.class);
    assertThat(rpc).isNotNull();
    assertThatThrownBy(() -> call(operation, powerless()))
        .isInstanceOfSatisfying(
            RpcException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("AccessDeniedException");
              assertThat(refusal.getMessage())
                  .contains("is not authorized to perform: " + rpc.action())
                  .doesNotContain("\"");
            });
  }

  private static Caller powerless() {
    var subject =
        new Subject(
            Subject.Kind.USER,
            ACCOUNT.id(),
            "arn:aws:iam::123456789012:user/powerless",
            "AIDAPOWERLESS",
            null,
            List.of(),
            null,
            null,
            Map.of());
    return new Caller.Principal(ACCOUNT, subject, "AKIAPOWERLESS");
  }

  private static <O extends Operation<R>, R extends Record> Record call(
      RpcServed<O, R> served, Caller caller) throws ReflectiveOperationException {
    O operation = sample(served.operation());
    return served.method().apply(new Call(caller, ConditionKeys.NONE, "request"), operation);
  }

  /** A record with something valid in its members. */
  private static <O> O sample(Class<O> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(type, components[i]);
    }
    Constructor<O> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private static @Nullable Object value(Class<?> operation, RecordComponent component) {
    boolean optionalKey =
        component.getName().equals("keyId") && operation.getSimpleName().equals("ListAliases");
    if (SAMPLES.containsKey(component.getName()) && !optionalKey) {
      return SAMPLES.get(component.getName());
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    if (component.getType() == Blob.class) {
      return Blob.of(new byte[4]);
    }
    if (component.getType() == List.class) {
      return List.of();
    }
    return component.getType().isEnum() ? component.getType().getEnumConstants()[0] : "x";
  }
}
