package dev.coffer.client;

import java.util.Optional;

/** {@code NoSuchBucket}: there is no bucket of this name. */
public final class NoSuchBucketException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  NoSuchBucketException(Refusal refusal) {
    super(refusal);
  }

  /** The name as the server read it. */
  public Optional<String> findBucketName() {
    return findElement("BucketName");
  }
}
