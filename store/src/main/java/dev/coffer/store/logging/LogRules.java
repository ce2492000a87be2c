package dev.coffer.store.logging;

import dev.coffer.wire.s3.BucketLoggingStatus.LoggingEnabled;
import dev.coffer.wire.s3.BucketLoggingStatus.PartitionedPrefix;
import dev.coffer.wire.s3.BucketLoggingStatus.SimplePrefix;
import dev.coffer.wire.s3.BucketLoggingStatus.TargetObjectKeyFormat;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's logging as documents say it, and the refusals of targets. Texts are Amazon's where
 * clients recorded them. Source: Amazon S3 API Reference, PutBucketLogging; S3 User Guide,
 * "Enabling server access logging".
 */
public final class LogRules {
  /** So that the longest key that can follow from it is still one. */
  static final int MAX_PREFIX_BYTES = 800;

  private static final String EVENT_TIME = "EventTime";
  private static final String DELIVERY_TIME = "DeliveryTime";

  private LogRules() {}

  /**
   * What a document asks for; the target is not looked at.
   *
   * @throws S3Exception MalformedXML, KeyTooLongError
   */
  public static LogTarget of(LoggingEnabled asked) {
    if (asked.targetPrefix().getBytes(StandardCharsets.UTF_8).length > MAX_PREFIX_BYTES) {
      throw S3Error.KeyTooLongError.refusal();
    }
    KeyForm form = form(asked.targetObjectKeyFormat());
    return new LogTarget(asked.targetBucket(), asked.targetPrefix(), form);
  }

  private static KeyForm form(@Nullable TargetObjectKeyFormat asked) {
    if (asked == null) {
      return KeyForm.UNSAID;
    }
    PartitionedPrefix partitioned = asked.partitionedPrefix();
    if ((partitioned == null) == (asked.simplePrefix() == null)) {
      throw S3Error.MalformedXML.refusal();
    }
    if (partitioned == null) {
      return KeyForm.SIMPLE;
    }
    return switch (partitioned.partitionDateSource()) {
      case null -> KeyForm.BY_EVENT;
      case EVENT_TIME -> KeyForm.BY_EVENT;
      case DELIVERY_TIME -> KeyForm.BY_DELIVERY;
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  /** As a document says it. */
  public static LoggingEnabled shown(LogTarget target) {
    TargetObjectKeyFormat form =
        switch (target.form()) {
          case UNSAID -> null;
          case SIMPLE -> new TargetObjectKeyFormat(new SimplePrefix(), null);
          case BY_EVENT -> partitioned(EVENT_TIME);
          case BY_DELIVERY -> partitioned(DELIVERY_TIME);
        };
    return new LoggingEnabled(target.bucket(), target.prefix(), null, form);
  }

  private static TargetObjectKeyFormat partitioned(String dateSource) {
    return new TargetObjectKeyFormat(null, new PartitionedPrefix(dateSource));
  }

  /** There is no such bucket, or it is a directory bucket, which no log can name. */
  public static S3Exception noTarget(String bucket) {
    return refusal("The target bucket for logging does not exist", bucket);
  }

  /** It is somebody else's. */
  public static S3Exception otherOwner(String bucket) {
    return refusal(
        "The owner for the bucket to be logged and the target bucket must be the same.", bucket);
  }

  /** Amazon delivers nothing to it. */
  public static S3Exception locked(String bucket) {
    return refusal("The target bucket for logging must not have Object Lock", bucket);
  }

  /** Amazon delivers nothing to it. */
  public static S3Exception underKms(String bucket) {
    return refusal(
        "The default encryption of the target bucket for logging must be SSE-S3 (AES256)", bucket);
  }

  /** Its policy does not let the service in. */
  public static S3Exception notAllowed(String bucket) {
    return refusal(
        "The policy of the target bucket for logging does not allow logging.s3.amazonaws.com to"
            + " put objects",
        bucket);
  }

  /** Access control lists are not in force there. */
  public static S3Exception grants() {
    return S3Error.AccessControlListNotSupported.because(
        "Target grants not allowed for bucket owner enforced buckets");
  }

  private static S3Exception refusal(String text, String bucket) {
    return S3Error.InvalidTargetBucketForLogging.because(text).with("TargetBucket", bucket);
  }
}
