package dev.coffer.server.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.api.Iam;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.rpc.RpcException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of IAM is served, and refuses whoever may not. */
final class IamTableTest {
  private static final Index SYSTEM = new Index("system");
  private static final Account ACCOUNT = new Account("123456789012", "a".repeat(64));
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
          + "\"Resource\":\"*\"}]}";
  private static final RpcTable TABLE = table();

  private static RpcTable table() {
    var kv = new MemoryKv();
    kv.create(SYSTEM);
    new Accounts(kv, SYSTEM).add(ACCOUNT);
    Entropy entropy = new Random(1)::nextBytes;
    var key = new WrappingKey(Secret.of(new byte[32]));
    var seal = new SecretSeal(key, Bytes.of(new byte[16]), entropy);
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    return IamTable.of(Iam.on(kv, SYSTEM, seal, clock));
  }

  static Collection<RpcServed<?, ?>> served() {
    return TABLE.all();
  }

  @Test
  void everyOperationThatHasARecordIsServed() {
    assertThat(served()).hasSize(76);
  }

  @ParameterizedTest
  @MethodSource("served")
  void theActionIsNamedLikeTheOperation(RpcServed<?, ?> operation) {
    Rpc rpc = operation.operation().getAnnotation(Rpc.class);
    assertThat(rpc).isNotNull();
    assertThat(rpc.action()).isEqualTo("iam:" + operation.name());
  }

  @ParameterizedTest
  @MethodSource("served")
  void nobodyInParticularIsRefused(RpcServed<?, ?> operation) {
    assertThatThrownBy(() -> call(operation, new Caller.Anonymous()))
        .isInstanceOfSatisfying(
            RpcException.class,
            refusal -> assertThat(refusal.code()).isEqualTo("MissingAuthenticationToken"));
  }

  @ParameterizedTest
  @MethodSource("served")
  void whoHasNoPolicyIsRefusedByThisAction(RpcServed<?, ?> operation) {
    assertThatThrownBy(() -> call(operation, powerless()))
        .isInstanceOfSatisfying(
            RpcException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("AccessDenied");
              assertThat(refusal.getMessage())
                  .contains("is not authorized to perform: iam:" + operation.name() + " on");
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

  /** A record whose required members are filled with something that is valid. */
  private static <O> O sample(Class<O> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i]);
    }
    Constructor<O> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private static @Nullable Object value(RecordComponent component) {
    String name = component.getName();
    if (name.equals("userName")) {
      return "somebody";
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    if (component.getType() == List.class) {
      return List.of();
    }
    if (component.getType().isEnum()) {
      return component.getType().getEnumConstants()[0];
    }
    Length length = component.getAnnotation(Length.class);
    return name.endsWith("olicyDocument")
        ? POLICY
        : name.equals("policyArn") || name.equals("permissionsBoundary")
            ? "arn:aws:iam::123456789012:policy/p"
            : name.equals("versionId") ? "v1" : "x".repeat(length == null ? 1 : 16);
  }
}
