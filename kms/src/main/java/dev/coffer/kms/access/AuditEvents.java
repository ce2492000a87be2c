package dev.coffer.kms.access;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditEvent.UserIdentity;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.rpc.RpcException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes events of attempts. */
final class AuditEvents {
  private static final String SERVICE = "kms.amazonaws.com";
  private static final String INTERNAL = "AWS Internal";

  private final Arns arns;
  private final Entropy entropy;

  AuditEvents(Arns arns, Entropy entropy) {
    this.arns = arns;
    this.entropy = entropy;
  }

  /** A new event id: a random UUID. */
  String newId() {
    byte[] bits = entropy.bytes(16);
    bits[6] = (byte) ((bits[6] & 0x0f) | 0x40);
    bits[8] = (byte) ((bits[8] & 0x3f) | 0x80);
    ByteBuffer halves = ByteBuffer.wrap(bits);
    return new UUID(halves.getLong(), halves.getLong()).toString();
  }

  /** An attempt that was done. */
  AuditEvent done(Attempt attempt) {
    return event(attempt, null, null, attempt.answered());
  }

  AuditEvent refused(Attempt attempt, RpcException refusal) {
    return event(attempt, refusal.code(), refusal.text(), Map.of());
  }

  AuditEvent failed(Attempt attempt) {
    return event(attempt, "KMSInternalException", null, Map.of());
  }

  private AuditEvent event(
      Attempt attempt,
      @Nullable String errorCode,
      @Nullable String errorMessage,
      Map<String, Object> answered) {
    String via = attempt.viaService();
    ConditionKeys keys = attempt.call().keys();
    return new AuditEvent(
        attempt.eventId(),
        attempt.now(),
        attempt.operation().name(),
        AuditEvent.CALL,
        UserIdentity.of(attempt.call().caller(), attempt.viaService()),
        arns.region(),
        via != null ? via : first(keys, "aws:SourceIp"),
        via != null ? INTERNAL : first(keys, "aws:UserAgent"),
        errorCode,
        errorMessage,
        attempt.asked(),
        attempt.operation().reads() ? Map.of() : answered,
        attempt.noted(),
        attempt.call().requestId(),
        attempt.operation().reads(),
        List.copyOf(attempt.resources()),
        attempt.recipient());
  }

  /** A call that was refused before it was known what it is about: no parameter of it is told. */
  AuditEvent unread(Call call, String operation, Instant now, RpcException refusal) {
    return new AuditEvent(
        newId(),
        now,
        operation,
        AuditEvent.CALL,
        UserIdentity.of(call.caller(), null),
        arns.region(),
        first(call.keys(), "aws:SourceIp"),
        first(call.keys(), "aws:UserAgent"),
        refusal.code(),
        refusal.text(),
        Map.of(),
        Map.of(),
        Map.of(),
        call.requestId(),
        reads(operation),
        List.of(),
        call.caller().requireAccount().id());
  }

  private static boolean reads(String operation) {
    return Stream.of(KeyOperation.values())
        .anyMatch(each -> each.name().equals(operation) && each.reads());
  }

  /** What the service did unasked. */
  AuditEvent unasked(String name, KmsKey key, Instant now, Map<String, Object> details) {
    return new AuditEvent(
        newId(),
        now,
        name,
        AuditEvent.SERVICE_EVENT,
        new UserIdentity("AWSService", null, null, key.account(), null, null, SERVICE),
        arns.region(),
        INTERNAL,
        INTERNAL,
        null,
        null,
        Map.of(),
        Map.of(),
        details,
        newId(),
        false,
        List.of(arns.of(key)),
        key.account());
  }

  private static String first(ConditionKeys keys, String name) {
    List<String> values = keys.find(name);
    return values == null || values.isEmpty() ? "" : values.getFirst();
  }
}
