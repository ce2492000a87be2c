package dev.coffer.store.object;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * What a copy is made of, as {@code x-amz-copy-source} names it: {@code
 * [/]bucket/key[?versionId=id]}, percent-coded.
 */
public record SourceName(String bucket, String key, @Nullable String versionId) {
  private static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";

  /**
   * Reads the header.
   *
   * @throws S3Exception InvalidArgument when it does not name a bucket and a key
   */
  public static SourceName parse(String header) {
    int query = header.lastIndexOf(VERSION);
    String path = decode(query < 0 ? header : header.substring(0, query), header);
    String name = path.startsWith("/") ? path.substring(1) : path;
    int slash = name.indexOf('/');
    if (slash < 1 || slash == name.length() - 1) {
      throw incomplete(header);
    }
    return new SourceName(
        name.substring(0, slash), name.substring(slash + 1), versionId(header, query));
  }

  /** The same in one writing: {@code bucket/key[?versionId=id]}, nothing coded. */
  public String text() {
    return bucket + "/" + key + (versionId == null ? "" : VERSION + versionId);
  }

  private static @Nullable String versionId(String header, int query) {
    if (query < 0) {
      return null;
    }
    String versionId = decode(header.substring(query + VERSION.length()), header);
    if (versionId.isEmpty()) {
      throw Arguments.invalid("Version id cannot be the empty string", "versionId", "");
    }
    return versionId;
  }

  private static String decode(String coded, String header) {
    try {
      return Percent.decode(coded);
    } catch (MalformedMessage e) {
      throw Arguments.invalid("Invalid copy source encoding", HEADER, header);
    }
  }

  private static S3Exception incomplete(String header) {
    return Arguments.invalid(
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        HEADER,
        header);
  }
}
