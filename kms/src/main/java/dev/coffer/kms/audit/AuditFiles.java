package dev.coffer.kms.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The logs of a stopped server: read, never changed. */
public record AuditFiles(LogGround ground) {
  /** The streams that there are. */
  public static final List<String> STREAMS = List.of(LogRules.CALLS, LogRules.OBJECTS);

  /**
   * Reads a whole log.
   *
   * @throws dev.coffer.storage.Unavailable when a file cannot be read
   */
  public Verified verify(String stream, Question question) {
    return Verification.atRest(ground, stream, question);
  }

  /**
   * The last line that the store knows of; null when there never was a log.
   *
   * @throws dev.coffer.storage.Corrupt when what the store keeps is not authentic
   */
  public @Nullable LogHead head(String stream) {
    return ground.head(stream).find().orElse(null);
  }
}
