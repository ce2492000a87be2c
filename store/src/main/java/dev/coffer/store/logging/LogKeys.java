package dev.coffer.store.logging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The keys of log objects: prefix, time of delivery, unique string; in partitions account, Region,
 * bucket and date before the time, which by event is the beginning of the requests' day. Source:
 * Amazon S3 API Reference, PartitionedPrefix.
 *
 * @param region of the store
 */
public record LogKeys(String region) {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss", Locale.ROOT);
  private static final DateTimeFormatter PARTITION =
      DateTimeFormatter.ofPattern("uuuu/MM/dd/", Locale.ROOT);

  /**
   * The key of a batch.
   *
   * @param unique 16 hexadecimal digits
   */
  public String of(LogBatch batch, Instant now, String unique) {
    LogTarget target = batch.logged().target();
    LocalDateTime time =
        batch.day() == null
            ? LocalDateTime.ofInstant(now, ZoneOffset.UTC)
            : batch.day().atStartOfDay();
    String partition =
        switch (target.form()) {
          case UNSAID, SIMPLE -> "";
          case BY_EVENT, BY_DELIVERY -> partition(batch.logged().source(), time);
        };
    return target.prefix() + partition + SECOND.format(time) + "-" + unique;
  }

  private String partition(LogSource source, LocalDateTime time) {
    return source.accountId() + "/" + region + "/" + source.bucket() + "/" + PARTITION.format(time);
  }
}
