package dev.coffer.wire.s3;

/** How S3's messages name keys of AWS KMS: by id, by ARN, or by an alias of either form. */
public final class KmsKeyNames {
  private KmsKeyNames() {}

  /** Whether a name is an alias, or the name of S3's own key. */
  public static boolean isAlias(String name) {
    return name.startsWith("alias/") || name.contains(":alias/") || name.equals("aws/s3");
  }

  /**
   * Whether an id or ARN is that of the key.
   *
   * @param account of who names it: a bare id is one of their own account
   */
  public static boolean names(String name, String keyArn, String account) {
    return name.equals(keyArn) || keyArn.endsWith(":" + account + ":key/" + name);
  }
}
