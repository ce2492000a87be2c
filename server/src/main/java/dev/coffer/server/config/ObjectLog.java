package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditEvent.UserIdentity;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.store.sse.KeyUse;
import dev.coffer.store.sse.KeyUseLog;
import dev.coffer.wire.codec.Route;
import dev.coffer.wire.s3.SseApplied;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Key use by object as events of S3's own, in the shape of CloudTrail's data events. Source:
 * spec/encryption.md R198; docs/formats/audit-log-v1.md §3.
 */
record ObjectLog(AuditTrail events, String region, Entropy entropy) implements KeyUseLog {
  @Override
  public void requireReady() {
    events.requireReady();
  }

  @Override
  public void record(KeyUse use) {
    ConditionKeys keys = use.call().keys();
    events.record(
        new AuditEvent(
            id(),
            use.time(),
            named(use.call().operation()),
            AuditEvent.CALL,
            UserIdentity.of(use.call().caller(), null),
            region,
            first(keys, "aws:SourceIp"),
            first(keys, "aws:UserAgent"),
            null,
            null,
            asked(use),
            shown(use),
            noted(use),
            use.call().requestId(),
            reads(use.call().operation()),
            resources(use),
            use.bucketOwner()));
  }

  /** A browser's form puts an object. */
  private static String named(String operation) {
    return operation.equals(Route.FORM) ? "PutObject" : operation;
  }

  private static boolean reads(String operation) {
    return operation.startsWith("Get")
        || operation.startsWith("Head")
        || operation.startsWith("List");
  }

  private static Map<String, Object> asked(KeyUse use) {
    var asked = new LinkedHashMap<String, Object>();
    asked.put("bucketName", use.bucket());
    asked.put("key", use.objectKey());
    if (use.deed() == KeyUse.Deed.OPENED) {
      put(asked, "versionId", use.versionId());
    }
    return asked;
  }

  private static Map<String, Object> shown(KeyUse use) {
    SseApplied applied = use.applied();
    var shown = new LinkedHashMap<String, Object>();
    put(shown, "x-amz-server-side-encryption", applied.algorithm());
    put(shown, "x-amz-server-side-encryption-aws-kms-key-id", applied.kmsKeyArn());
    put(
        shown,
        "x-amz-server-side-encryption-bucket-key-enabled",
        applied.kmsKeyArn() == null ? null : Boolean.TRUE.equals(applied.bucketKeyEnabled()));
    if (use.deed() == KeyUse.Deed.STORED) {
      put(shown, "x-amz-version-id", use.versionId());
    }
    return shown;
  }

  private static Map<String, Object> noted(KeyUse use) {
    var noted = new LinkedHashMap<String, Object>();
    put(noted, "SSEApplied", use.sseApplied());
    noted.put("dataKey", word(use.deed()));
    noted.put("objectId", use.objectId().toHex());
    return noted;
  }

  private static String word(KeyUse.Deed deed) {
    return switch (deed) {
      case MADE -> "made";
      case OPENED -> "opened";
      case STORED -> "stored";
    };
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static List<String> resources(KeyUse use) {
    String bucket = "arn:aws:s3:::" + use.bucket();
    return List.of(bucket + "/" + use.objectKey(), bucket);
  }

  /** A random UUID. */
  private String id() {
    var bits = ByteBuffer.wrap(entropy.bytes(16));
    long high = (bits.getLong() & ~0xf000L) | 0x4000L;
    long low = (bits.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static String first(ConditionKeys keys, String name) {
    List<String> values = keys.find(name);
    return values == null || values.isEmpty() ? "" : values.getFirst();
  }
}
