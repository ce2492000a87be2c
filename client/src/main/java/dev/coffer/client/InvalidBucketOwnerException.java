package dev.coffer.client;

/** {@code InvalidBucketOwnerAWSAccountID}: the expected owner is not an account id of 12 digits. */
public final class InvalidBucketOwnerException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  InvalidBucketOwnerException(Refusal refusal) {
    super(refusal);
  }
}
