package dev.coffer.store.job;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grants;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Rights;
import dev.coffer.iam.policy.Subject;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.object.Objects;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of reports, as {@value #SERVICE}: the destination's policy must let that service
 * put them, and the policy of a KMS key, where one encrypts them, let it make data keys.
 *
 * <p>Everything else is as for any PutObject. Source: docs/decisions/0049.
 */
final class ReportWriter {
  private static final String SERVICE = "s3.amazonaws.com";
  private static final String PUT = "s3:PutObject";
  private static final int ID_BYTES = 8;

  private final BucketRoom buckets;
  private final Objects objects;
  private final InstantSource clock;
  private final Entropy entropy;

  ReportWriter(BucketRoom buckets, Objects objects, InstantSource clock, Entropy entropy) {
    this.buckets = buckets;
    this.objects = objects;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** A file to be written. */
  record File(String key, String contentType, Body content) {}

  /**
   * Writes a file of a report.
   *
   * @param source the bucket that the report is about
   * @throws dev.coffer.wire.s3.S3Exception when the destination is not there or not the one that is
   *     meant, or does not let it be written
   */
  void put(Bucket source, Inventory inventory, File file) throws IOException {
    Bucket destination = requireDestination(source, inventory, file.key());
    Sse sse = sse(inventory.destination().encryption());
    Rights rights = rights(source, destination, sse);
    objects.putObject(call(source, rights), request(destination, sse, file));
  }

  /**
   * Refuses unless a file of that name could be written.
   *
   * @throws dev.coffer.wire.s3.S3Exception as {@link #put}
   */
  Bucket requireDestination(Bucket source, Inventory inventory, String key) {
    Inventory.Destination meant = inventory.destination();
    Bucket destination = buckets.buckets().require(meant.bucket(), meant.account());
    rights(source, destination, sse(meant.encryption()))
        .refusal(PUT, "arn:aws:s3:::" + destination.name() + "/" + key)
        .ifPresent(_ -> {
          throw S3Error.AccessDenied.because(
              "The policy of the destination bucket does not let " + SERVICE + " put objects");
        });
    return destination;
  }

  private Rights rights(Bucket source, Bucket destination, Sse sse) {
    List<NamedPolicy> policies = buckets.policies().find(destination).stream().toList();
    return new Rights(
        Subject.service(SERVICE),
        destination.owner().id(),
        policies,
        keys(source, sse).with("s3:ResourceAccount", destination.owner().id()));
  }

  private ConditionKeys keys(Bucket source, Sse sse) {
    return around(source)
        .with("s3:x-amz-acl", "bucket-owner-full-control")
        .withPresent("s3:x-amz-server-side-encryption", sse.algorithm())
        .withPresent("s3:x-amz-server-side-encryption-aws-kms-key-id", sse.kmsKeyId());
  }

  private ConditionKeys around(Bucket source) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return ConditionKeys.NONE
        .with("aws:SourceArn", "arn:aws:s3:::" + source.name())
        .with("aws:SourceAccount", source.owner().id())
        .with("aws:SecureTransport", "true")
        .with("aws:CurrentTime", now.toString())
        .with("aws:EpochTime", String.valueOf(now.getEpochSecond()));
  }

  /** As a request of its own, so that a trail tells one file from another. */
  private Call call(Bucket source, Rights rights) {
    var service = new Caller.Principal(source.owner(), Subject.service(SERVICE), "");
    String id = HexFormat.of().formatHex(entropy.bytes(ID_BYTES)).toUpperCase(Locale.ROOT);
    return new Call(
        service, around(source), id, "PutObject", Grants.of(rights), SignedBy.LONG_LIVED);
  }

  private static Sse sse(Inventory.Encryption encryption) {
    return switch (encryption) {
      case Inventory.Encryption.ByDefault _ -> Sse.NONE;
      case Inventory.Encryption.SseS3 _ -> new Sse("AES256", null, null, null);
      case Inventory.Encryption.SseKms kms -> new Sse("aws:kms", kms.keyId(), null, null);
    };
  }

  private static PutObject request(Bucket destination, Sse sse, File file) {
    @Nullable String none = null;
    return new PutObject(
        destination.name(),
        file.key(),
        new ObjectHeaders(none, none, none, none, file.contentType(), none, Map.of()),
        sse,
        SseCustomer.NONE,
        Acl.NONE,
        none,
        Extras.NONE,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        none,
        destination.owner().id(),
        file.content());
  }
}
