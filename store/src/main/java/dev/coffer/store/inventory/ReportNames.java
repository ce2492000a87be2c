package dev.coffer.store.inventory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The object keys of a report's files, as Amazon names them. */
public final class ReportNames {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter PARTITION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm").withZone(ZoneOffset.UTC);

  private final String folder;
  private final Instant began;

  /**
   * Of a report about a bucket.
   *
   * @param began when it was begun
   */
  public ReportNames(String bucket, Inventory inventory, Instant began) {
    @Nullable String prefix = inventory.destination().prefix();
    String before = prefix == null || prefix.isEmpty() ? "" : prefix + "/";
    this.folder = before + bucket + "/" + inventory.id() + "/";
    this.began = began;
  }

  /**
   * A file of lines.
   *
   * @param name that no other file has
   */
  public String data(String name) {
    return folder + "data/" + name + ".csv.gz";
  }

  /** What the report consists of. */
  public String manifest() {
    return folder + MINUTE.format(began) + "/manifest.json";
  }

  /** The digest of the manifest, written last. */
  public String checksum() {
    return folder + MINUTE.format(began) + "/manifest.checksum";
  }

  /** For Hive: where the files of lines are. */
  public String symlinks() {
    return folder + "hive/dt=" + PARTITION.format(began) + "/symlink.txt";
  }
}
