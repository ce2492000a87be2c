package dev.coffer.iam.session;

import dev.coffer.storage.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the credentials of CreateSession stand for: a caller who may work in one directory bucket
 * for a few minutes.
 *
 * @param session whose rights it has where the key service is asked, its secret and its times
 * @param begunWith when the credentials were issued that it was begun with, if those were a
 *     session's; null for a long-lived key
 */
public record DirectorySession(Session session, @Nullable Instant begunWith, Scope scope) {
  /** How long a session lasts, and no longer. Source: spec/encryption.md R163. */
  public static final Duration LIFE = Duration.ofMinutes(5);

  /** What its credentials are good for. */
  public enum Mode {
    /** Reading and listing. */
    READ_ONLY("ReadOnly"),
    /** Everything. */
    READ_WRITE("ReadWrite");

    /** The condition key that policies know it by. */
    public static final String KEY = "s3express:SessionMode";

    private final String text;

    Mode(String text) {
      this.text = text;
    }

    /** The mode of that text; empty when there is none. */
    public static Optional<Mode> of(String text) {
      return Stream.of(values()).filter(mode -> mode.text.equals(text)).findFirst();
    }

    /** As headers and condition keys say it. */
    public String text() {
      return text;
    }
  }

  /**
   * What it is good for and how it encrypts, fixed when it was made.
   *
   * @param bucketId 16 bytes; a bucket that is made anew under the same name has another
   * @param kmsKeyArn the key that new objects are encrypted under; null for SSE-S3
   */
  public record Scope(Bytes bucketId, Mode mode, @Nullable String kmsKeyArn) {
    private static final int ID_BYTES = 16;

    public Scope {
      if (bucketId.size() != ID_BYTES) {
        throw new IllegalArgumentException("a bucket id has 16 bytes");
      }
    }
  }
}
