package dev.coffer.store.job;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.logging.LogBatch;
import dev.coffer.store.logging.LogKeys;
import dev.coffer.store.logging.LogRules;
import dev.coffer.store.logging.LogSource;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.object.Objects;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * Writes log objects as the service that Amazon has for it: whether it may is decided by the
 * target's policy at each write, by the usual evaluation.
 */
public final class LogWriter {
  /** The service, as policies name it. */
  public static final String SERVICE = "logging.s3.amazonaws.com";

  private static final String SSE = "AES256";
  private static final int UNIQUE_BYTES = 8;

  private final BucketRoom buckets;
  private final Objects objects;
  private final LogKeys keys;
  private final InstantSource clock;
  private final Entropy entropy;

  /**
   * Wires it.
   *
   * @param region of the store
   */
  public LogWriter(
      BucketRoom buckets, Objects objects, String region, InstantSource clock, Entropy entropy) {
    this.buckets = buckets;
    this.objects = objects;
    this.keys = new LogKeys(region);
    this.clock = clock;
    this.entropy = entropy;
  }

  /**
   * Writes a batch as one object and returns its key.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidTargetBucketForLogging when it may not, and
   *     whatever PutObject refuses
   */
  String write(LogBatch batch) {
    LogSource source = batch.logged().source();
    LogTarget target = batch.logged().target();
    Bucket bucket = buckets.logging().requireTarget(target.bucket(), source.accountId());
    String key = keys.of(batch, clock.instant(), unique());
    Rights rights = rights(source, bucket);
    if (!rights.allow("s3:PutObject", "arn:aws:s3:::" + bucket.name() + "/" + key)) {
      throw LogRules.notAllowed(bucket.name());
    }
    put(call(rights), bucket, key, batch.content());
    return key;
  }

  private void put(Call call, Bucket bucket, String key, byte[] content) {
    try {
      objects.putObject(call, operation(bucket, key, content));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }

  /** SSE-S3 by name, whatever the bucket's default is by then. */
  private static PutObject operation(Bucket bucket, String key, byte[] content) {
    return new PutObject(
        bucket.name(),
        key,
        new ObjectHeaders(null, null, null, null, "text/plain", null, Map.of()),
        new Sse(SSE, null, null, null),
        SseCustomer.NONE,
        Acl.NONE,
        null,
        Extras.NONE,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        null,
        bucket.owner().id(),
        Body.of(content));
  }

  private Rights rights(LogSource source, Bucket bucket) {
    ConditionKeys asked =
        ConditionKeys.NONE
            .with("aws:SourceArn", source.arn())
            .with("aws:SourceAccount", source.accountId())
            .with("aws:CurrentTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .with("aws:EpochTime", Long.toString(clock.instant().getEpochSecond()))
            .with("aws:SecureTransport", "true")
            .with("aws:RequestedRegion", keys.region())
            .with("aws:ViaAWSService", "false")
            .with("s3:ResourceAccount", bucket.owner().id())
            .with("s3:x-amz-server-side-encryption", SSE);
    return new Rights(
        new Caller.Service(SERVICE).subject(),
        bucket.owner().id(),
        buckets.policies().find(bucket).stream().toList(),
        asked);
  }

  private Call call(Rights rights) {
    return new Call(
        new Caller.Service(SERVICE),
        rights.keys(),
        unique(),
        "PutObject",
        Grants.of(rights),
        SignedBy.LONG_LIVED);
  }

  private String unique() {
    return HexFormat.of().formatHex(entropy.bytes(UNIQUE_BYTES)).toUpperCase(Locale.ROOT);
  }
}
