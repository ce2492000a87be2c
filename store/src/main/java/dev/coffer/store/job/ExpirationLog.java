package dev.coffer.store.job;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.store.logging.AccessLog;
import dev.coffer.store.logging.AccessRecord;
import dev.coffer.store.logging.AccessRecord.Asked;
import dev.coffer.store.logging.AccessRecord.Asker;
import dev.coffer.store.logging.AccessRecord.Connection;
import dev.coffer.store.logging.AccessRecord.Outcome;
import dev.coffer.store.logging.Logged;
import dev.coffer.store.object.Expired;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * What expires, in the log of its bucket: by {@code AmazonS3}, from nowhere, with neither request
 * nor status. Source: Amazon S3 User Guide, "Lifecycle and logging".
 */
public final class ExpirationLog {
  private static final String REQUESTER = "AmazonS3";
  private static final String NOTHING = "-";
  private static final int ID_BYTES = 8;

  private final AccessLog log;
  private final InstantSource clock;
  private final Entropy entropy;

  public ExpirationLog(AccessLog log, InstantSource clock, Entropy entropy) {
    this.log = log;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** What to tell of a bucket's expirations for a while. */
  Consumer<Expired> of(String bucket) {
    Logged logged = log.find(bucket).orElse(null);
    return logged == null ? expired -> {} : expired -> log.take(logged, record(expired));
  }

  private AccessRecord record(Expired expired) {
    String id = HexFormat.of().withUpperCase().formatHex(entropy.bytes(ID_BYTES));
    return new AccessRecord(
        clock.instant(),
        new Asker(null, REQUESTER, id, NOTHING, Connection.NONE),
        new Asked(name(expired.deed()), expired.objectKey(), expired.versionId(), null),
        new Outcome(Outcome.NONE, null, 0, expired.sizeBytes(), null));
  }

  private static String name(Expired.Deed deed) {
    return switch (deed) {
      case REMOVED -> "S3.EXPIRE.OBJECT";
      case HIDDEN -> "S3.CREATE.DELETEMARKER";
      case ABORTED -> "S3.DELETE.UPLOAD";
    };
  }
}
