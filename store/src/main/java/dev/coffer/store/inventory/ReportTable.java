package dev.coffer.store.inventory;

import dev.coffer.wire.http.Percent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of a report: CSV without a header, every field in quotation marks, keys coded as in a
 * listing with {@code encoding-type=url}, so that nothing in a line needs doubling.
 *
 * <p>Columns come in Amazon's order, whatever the order in which they were asked for: the bucket,
 * the key; with all versions the version, whether it is the latest and whether a delete marker;
 * then the optional ones. Of a delete marker those are empty that speak of content.
 */
public final class ReportTable {
  private static final List<String> NAME = List.of("Bucket", "Key");
  private static final List<String> VERSION = List.of("VersionId", "IsLatest", "IsDeleteMarker");

  private final String bucket;
  private final boolean allVersions;
  private final List<InventoryField> fields;

  /**
   * Of one inventory.
   *
   * @param bucket that it is about
   */
  public ReportTable(String bucket, Inventory inventory) {
    this.bucket = bucket;
    this.allVersions = inventory.allVersions();
    this.fields =
        Arrays.stream(InventoryField.values()).filter(inventory.fields()::contains).toList();
  }

  /** The names of the columns, as a manifest has them. */
  public String schema() {
    return Stream.of(
            NAME.stream(),
            allVersions ? VERSION.stream() : Stream.<String>empty(),
            fields.stream().map(InventoryField::wireName))
        .flatMap(names -> names)
        .collect(Collectors.joining(", "));
  }

  /** A line with its end. */
  public String line(Listed listed) {
    List<String> values = new ArrayList<>();
    values.add(bucket);
    values.add(Percent.encodePath(listed.key()).replace("%20", "+"));
    if (allVersions) {
      values.add(listed.versionId() == null ? "" : listed.versionId());
      values.add(String.valueOf(listed.latest()));
      values.add(String.valueOf(listed.what() instanceof Listed.Marker));
    }
    fields.forEach(field -> values.add(value(field, listed)));
    return values.stream().collect(Collectors.joining("\",\"", "\"", "\"\n"));
  }

  private static String value(InventoryField field, Listed listed) {
    return switch (listed.what()) {
      case Listed.Version version -> field.of(version);
      case Listed.Marker marker ->
          switch (field) {
            case LAST_MODIFIED -> InventoryField.time(listed.lastModified());
            case OWNER -> marker.ownerId();
            case SIZE,
                ETAG,
                STORAGE_CLASS,
                MULTIPART,
                REPLICATION,
                ENCRYPTION,
                LOCK_UNTIL,
                LOCK_MODE,
                LEGAL_HOLD,
                TIER,
                BUCKET_KEY,
                CHECKSUM ->
                "";
          };
    };
  }
}
