package dev.coffer.wire.s3;

/** How S3's messages name keys of AWS KMS: by id, by ARN, or by an alias of either form. */
public final class KmsKeyNames {
  private KmsKeyNames() {}

  /** Whether a name is an alias, or the name of S3's own key. */
  public static boolean isAlias(String name) {
    return name.startsWith("alias/") || name.contains(":alias/") || name.equals("aws/s3");
  }
}
