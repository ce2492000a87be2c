package dev.coffer.wire.iam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A new access key with its secret. */
public record AccessKey(
    String userName,
    String accessKeyId,
    StatusType status,
    String secretAccessKey,
    @Nullable Instant createDate) {
  /** Without the secret. */
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + ", " + userName + "]";
  }
}
