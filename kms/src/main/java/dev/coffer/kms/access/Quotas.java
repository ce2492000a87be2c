package dev.coffer.kms.access;

import dev.coffer.wire.kms.KmsError;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests an account may make in a second, off unless asked for.
 *
 * <p>A bucket of one second's requests refills steadily; symmetric operations share one, signatures
 * another, whatever the kind of their key. Source: AWS KMS Developer Guide, request quotas;
 * spec/kms.md §14.
 */
public final class Quotas {
  private static final long MAX_KEYS = 100_000;
  private static final double SYMMETRIC_A_SECOND = 10_000;
  private static final double SIGNATURES_A_SECOND = 500;

  private final boolean enabled;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  private Quotas(boolean enabled) {
    this.enabled = enabled;
  }

  /** No quotas. */
  public static Quotas off() {
    return new Quotas(false);
  }

  /** Amazon's default quotas. */
  public static Quotas amazon() {
    return new Quotas(true);
  }

  /** Whether an account that has so many keys may have another. */
  public boolean allowsKeyBeside(long keys) {
    return !enabled || keys < MAX_KEYS;
  }

  /** Refuses a request that comes too early. */
  void take(String account, KeyOperation operation, Instant now) {
    if (!enabled) {
      return;
    }
    double aSecond = aSecond(operation);
    String name = account + "/" + shared(operation);
    if (!buckets.computeIfAbsent(name, first -> new Bucket(aSecond, now)).take(now)) {
      throw KmsError.ThrottlingException.refusal();
    }
  }

  private static String shared(KeyOperation operation) {
    if (operation == KeyOperation.Sign || operation == KeyOperation.Verify) {
      return "signatures";
    }
    return operation.uses() ? "symmetric" : operation.name();
  }

  /** What is left of an account's requests of one kind. */
  private static final class Bucket {
    private final double aSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private double left;
    private Instant at;

    Bucket(double aSecond, Instant now) {
      this.aSecond = aSecond;
      this.left = Math.max(1, aSecond);
      this.at = now;
    }

    boolean take(Instant now) {
      lock.lock();
      try {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        left = Math.min(Math.max(1, aSecond), left + seconds * aSecond);
        at = now;
        boolean enough = left >= 1;
        left -= enough ? 1 : 0;
        return enough;
      } finally {
        lock.unlock();
      }
    }
  }

  private static double aSecond(KeyOperation operation) {
    return switch (operation) {
      case Decrypt,
          Encrypt,
          GenerateDataKey,
          GenerateDataKeyWithoutPlaintext,
          GenerateMac,
          GenerateRandom,
          ReEncrypt,
          VerifyMac ->
          SYMMETRIC_A_SECOND;
      case Sign, Verify -> SIGNATURES_A_SECOND;
      case DescribeKey, GetPublicKey, ListResourceTags -> 2000;
      case GetKeyPolicy, GetKeyRotationStatus -> 1000;
      case ListKeys, ListAliases -> 500;
      case CreateGrant -> 50;
      case PutKeyPolicy, EnableKeyRotation, ScheduleKeyDeletion -> 15;
      case TagResource, UntagResource -> 10;
      case GetParametersForImport -> 0.25;
      case CreateKey,
          CreateAlias,
          UpdateAlias,
          DeleteAlias,
          EnableKey,
          DisableKey,
          DisableKeyRotation,
          CancelKeyDeletion,
          UpdateKeyDescription,
          RotateKeyOnDemand,
          ImportKeyMaterial,
          DeleteImportedKeyMaterial ->
          5;
      case GetKeyLastUsage,
          ListGrants,
          ListKeyPolicies,
          ListKeyRotations,
          ListRetirableGrants,
          RetireGrant,
          RevokeGrant ->
          100;
    };
  }
}
