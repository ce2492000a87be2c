package dev.coffer.store.bucket;

import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which names a general purpose bucket may have. Source: Amazon S3 User Guide, "Bucket naming
 * rules".
 */
final class BucketNames {
  private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");
  private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> SUFFIXES =
      List.of("-s3alias", "--ol-s3", ".mrap", "--table-s3", "--x-s3");

  private BucketNames() {}

  /** Refuses a name that Amazon would; names of directory buckets are looked at elsewhere. */
  static void require(String name) {
    if (!allowed(name)) {
      throw S3Error.InvalidBucketName.with("BucketName", name);
    }
  }

  private static boolean allowed(String name) {
    return ALLOWED.matcher(name).matches()
        && !name.contains("..")
        && !ADDRESS.matcher(name).matches()
        && PREFIXES.stream().noneMatch(name::startsWith)
        && SUFFIXES.stream().noneMatch(name::endsWith);
  }
}
