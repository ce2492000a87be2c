package dev.coffer.server.gateway;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names that Amazon's logs have for operations: {@code REST.}, the method, and what it is
 * about.
 *
 * <p>Source: logs that people published; where none was found, the words of the operation's name.
 */
final class LogNames {
  /** What the log of a copy's source has beside the copy itself. */
  static final String SOURCE_SUFFIX = "_GET";

  /** One for each entry of DeleteObjects. */
  static final String DELETED_ENTRY = "BATCH.DELETE.OBJECT";

  private static final String COPY = "REST.COPY.";

  /** Operations whose name is put together from no method. */
  private static final Map<String, String> WHOLE =
      Map.of("CopyObject", COPY + "OBJECT", "UploadPartCopy", COPY + "PART");

  private static final Map<String, String> ABOUT =
      Map.ofEntries(
          Map.entry("GetObject", "OBJECT"),
          Map.entry("HeadObject", "OBJECT"),
          Map.entry("PutObject", "OBJECT"),
          Map.entry("PostObject", "OBJECT"),
          Map.entry("DeleteObject", "OBJECT"),
          Map.entry("DeleteObjects", "MULTI_OBJECT_DELETE"),
          Map.entry("UploadPart", "PART"),
          Map.entry("CreateMultipartUpload", "UPLOADS"),
          Map.entry("ListMultipartUploads", "UPLOADS"),
          Map.entry("CompleteMultipartUpload", "UPLOAD"),
          Map.entry("AbortMultipartUpload", "UPLOAD"),
          Map.entry("ListParts", "UPLOAD"),
          Map.entry("GetObjectTagging", "OBJECT_TAGGING"),
          Map.entry("PutObjectTagging", "OBJECT_TAGGING"),
          Map.entry("DeleteObjectTagging", "OBJECT_TAGGING"),
          Map.entry("GetObjectAttributes", "OBJECT_ATTRIBUTES"),
          Map.entry("GetObjectRetention", "OBJECT_LOCK_RETENTION"),
          Map.entry("PutObjectRetention", "OBJECT_LOCK_RETENTION"),
          Map.entry("GetObjectLegalHold", "LEGALHOLD"),
          Map.entry("PutObjectLegalHold", "LEGALHOLD"),
          Map.entry("GetObjectLockConfiguration", "OBJECT_LOCK_CONFIGURATION"),
          Map.entry("PutObjectLockConfiguration", "OBJECT_LOCK_CONFIGURATION"),
          Map.entry("SelectObjectContent", "SELECT"),
          Map.entry("RestoreObject", "RESTORE"),
          Map.entry("CreateBucket", "BUCKET"),
          Map.entry("DeleteBucket", "BUCKET"),
          Map.entry("HeadBucket", "BUCKET"),
          Map.entry("ListObjects", "BUCKET"),
          Map.entry("ListObjectsV2", "BUCKET"),
          Map.entry("ListObjectVersions", "BUCKETVERSIONS"),
          Map.entry("GetBucketPolicy", "BUCKETPOLICY"),
          Map.entry("PutBucketPolicy", "BUCKETPOLICY"),
          Map.entry("DeleteBucketPolicy", "BUCKETPOLICY"),
          Map.entry("GetBucketLogging", "LOGGING_STATUS"),
          Map.entry("PutBucketLogging", "LOGGING_STATUS"),
          Map.entry("PreflightRequest", "PREFLIGHT"));

  private static final Pattern VERB =
      Pattern.compile("^(?:Get|Put|Delete|Create|List|Head|Update|Abort|Complete)");
  private static final Pattern OWNER = Pattern.compile("^(?:Bucket|Object)(?=.)");
  private static final Pattern REST = Pattern.compile("Configurations?$");
  private static final Pattern WORD = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private LogNames() {}

  /**
   * The name for a request.
   *
   * @param operation in Amazon's model; {@code -} where none was found
   * @param ofObject whether it is addressed to an object
   */
  static String of(String operation, String method, boolean ofObject) {
    String whole = WHOLE.get(operation);
    return whole == null ? "REST." + method + "." + about(operation, ofObject) : whole;
  }

  /** Whether the log of a source has something of it too. */
  static boolean copies(String operation) {
    return WHOLE.containsKey(operation);
  }

  private static String about(String operation, boolean ofObject) {
    if (operation.equals("-")) {
      return ofObject ? "OBJECT" : "BUCKET";
    }
    String known = ABOUT.get(operation);
    return known == null ? words(operation) : known;
  }

  private static String words(String operation) {
    String noun = VERB.matcher(operation).replaceFirst("");
    String bare = REST.matcher(OWNER.matcher(noun).replaceFirst("")).replaceFirst("");
    return WORD.matcher(bare).replaceAll("_").toUpperCase(Locale.ROOT);
  }
}
