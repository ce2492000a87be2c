package dev.coffer.store.logging;

/**
 * The bucket whose requests are logged.
 *
 * @param accountId of its owner
 * @param canonicalId of its owner
 */
public record LogSource(String bucket, String accountId, String canonicalId) {
  public String arn() {
    return "arn:aws:s3:::" + bucket;
  }
}
