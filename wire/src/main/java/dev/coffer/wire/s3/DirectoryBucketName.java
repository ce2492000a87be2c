package dev.coffer.wire.s3;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a directory bucket: {@code BASE--ZONE--x-s3}, 3 to 63 letters, digits and hyphens.
 *
 * <p>Source: Amazon S3 User Guide, "Directory bucket naming rules".
 *
 * @param zone the id of the zone in it ({@code use1-az4})
 */
public record DirectoryBucketName(String text, String zone) {
  private static final String SUFFIX = "--x-s3";
  private static final int MAX_LENGTH = 63;
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?--(?<zone>[a-z0-9]+(?:-[a-z0-9]+)+)--x-s3");
  private static final List<String> RESERVED =
      List.of("xn--", "sthree-", "sthree-configurator", "amzn-s3-demo-");

  /** Whether a bucket of that name, if there is one, is a directory bucket. */
  public static boolean is(String name) {
    return name.endsWith(SUFFIX);
  }

  /** The name's parts; empty when no directory bucket can have it. */
  public static Optional<DirectoryBucketName> find(String name) {
    Matcher form = FORM.matcher(name);
    return name.length() <= MAX_LENGTH
            && form.matches()
            && RESERVED.stream().noneMatch(name::startsWith)
        ? Optional.of(new DirectoryBucketName(name, form.group("zone")))
        : Optional.empty();
  }

  /**
   * The name's parts, when a new directory bucket may have it.
   *
   * @throws S3Exception InvalidBucketName
   */
  public static DirectoryBucketName requireNew(String name) {
    return find(name).orElseThrow(() -> S3Error.InvalidBucketName.with("BucketName", name));
  }
}
