package dev.coffer.wire.s3;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules for names of general purpose buckets.
 *
 * <p>Source: Amazon S3 User Guide, "General purpose bucket naming rules". Buckets older than 2018
 * may have names that a new bucket cannot have, so only CreateBucket applies all rules.
 */
public final class BucketName {
  private static final Pattern NEW = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern OLD = Pattern.compile("[A-Za-z0-9._-]{3,255}");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> SUFFIXES =
      List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

  private BucketName() {}

  /**
   * Returns the name if a new bucket may have it.
   *
   * @throws S3Exception InvalidBucketName
   */
  public static String requireNew(String name) {
    if (!NEW.matcher(name).matches() || !labels(name) || reserved(name)) {
      throw refusal(name);
    }
    return name;
  }

  /**
   * Returns the name if some bucket may have it.
   *
   * @throws S3Exception InvalidBucketName
   */
  public static String require(String name) {
    if (!OLD.matcher(name).matches()) {
      throw refusal(name);
    }
    return name;
  }

  private static boolean labels(String name) {
    return !name.contains("..")
        && !name.contains(".-")
        && !name.contains("-.")
        && !IP_ADDRESS.matcher(name).matches();
  }

  private static boolean reserved(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith)
        || SUFFIXES.stream().anyMatch(name::endsWith);
  }

  private static S3Exception refusal(String name) {
    return S3Error.InvalidBucketName.with("BucketName", name);
  }
}
