package dev.coffer.store.object;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.WriteConditions;
import org.jspecify.annotations.Nullable;

/** A condition on the object that a write replaces. A delete marker counts as no object. */
public sealed interface WriteCondition extends Condition {
  /** Whatever there is. */
  record Always() implements WriteCondition {}

  /** Only where there is none. */
  record Absent() implements WriteCondition {}

  /** Only that object; its ETag, quoted or bare. */
  record Matches(String eTag) implements WriteCondition {}

  /** Reads the headers; what Amazon does not serve is NotImplemented. */
  static WriteCondition of(WriteConditions headers) {
    String ifMatch = headers.ifMatch();
    String ifNoneMatch = headers.ifNoneMatch();
    if (ifMatch != null && ifNoneMatch != null) {
      throw notServed(
          "If-Match,If-None-Match", "Multiple conditional request headers present in the request");
    }
    if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
      throw unaccepted("If-None-Match");
    }
    if (ifMatch != null && ifMatch.equals("*")) {
      throw unaccepted("If-Match");
    }
    return ifMatch != null
        ? new Matches(ifMatch)
        : ifNoneMatch != null ? new Absent() : new Always();
  }

  /** NotImplemented for the value of a condition. */
  static S3Exception unaccepted(String header) {
    return notServed(
        header, "We don't accept the provided value of " + header + " header for this API");
  }

  private static S3Exception notServed(String header, String text) {
    return S3Error.NotImplemented.with("Header", header).with("additionalMessage", text);
  }

  /** Refuses when the condition does not hold of the current version. */
  @Override
  default void require(ObjectGroup at, @Nullable VersionRow current) {
    boolean exists = current != null && !current.deleteMarker();
    switch (this) {
      case Always _ -> {}
      case Absent _ -> {
        if (exists) {
          throw failed("If-None-Match");
        }
      }
      case Matches matches -> {
        if (current == null || !exists) {
          throw S3Error.NoSuchKey.with("Key", at.key());
        }
        if (!current.object().eTag().matches(matches.eTag())) {
          throw failed("If-Match");
        }
      }
    }
  }

  /** PreconditionFailed with the condition's name. */
  static S3Exception failed(String condition) {
    return S3Error.PreconditionFailed.with("Condition", condition);
  }
}
