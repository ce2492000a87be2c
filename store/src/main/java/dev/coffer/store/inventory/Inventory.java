package dev.coffer.store.inventory;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.InventoryConfiguration;
import dev.coffer.wire.s3.InventoryConfiguration.S3Bucket;
import dev.coffer.wire.s3.InventoryConfiguration.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One report about a bucket that is made again and again.
 *
 * <p>Shape in a row: text id, text bucket, nullable texts account, prefix; u8 encryption (0 the
 * destination's default, 1 SSE-S3, 2 SSE-KMS and then text key), flag enabled, nullable text
 * filter, flag all versions, list of u8 fields, u8 frequency (1 daily, 2 weekly). Source:
 * docs/formats/metadata-v1.md §4.
 *
 * @param filterPrefix with which keys begin that it is about; null for all
 * @param allVersions earlier ones and delete markers too
 * @param fields in the order in which they were put
 */
public record Inventory(
    String id,
    Destination destination,
    boolean enabled,
    @Nullable String filterPrefix,
    boolean allVersions,
    List<InventoryField> fields,
    Frequency frequency) {
  private static final String CSV = "CSV";
  private static final String ARN = "arn:aws:s3:::";
  private static final String ALL = "All";
  private static final String CURRENT = "Current";

  public Inventory {
    fields = List.copyOf(fields);
  }

  /**
   * Where the report goes.
   *
   * @param bucket its name
   * @param account who must own it; null for whoever does
   */
  public record Destination(
      String bucket, @Nullable String account, @Nullable String prefix, Encryption encryption) {}

  /** How the report is encrypted. */
  public sealed interface Encryption {
    /** As the destination says. */
    record ByDefault() implements Encryption {}

    /** Under the bucket's own key. */
    record SseS3() implements Encryption {}

    /** Under a KMS key, named as it was put. */
    record SseKms(String keyId) implements Encryption {}
  }

  /** As it is shown. */
  public InventoryConfiguration shown() {
    var bucket =
        new S3Bucket(
            destination.account(),
            ARN + destination.bucket(),
            CSV,
            destination.prefix(),
            shown(destination.encryption()));
    return new InventoryConfiguration(
        new InventoryConfiguration.Destination(bucket),
        enabled,
        filterPrefix == null ? null : new InventoryConfiguration.Filter(filterPrefix),
        id,
        allVersions ? ALL : CURRENT,
        fields.isEmpty() ? null : fields.stream().map(InventoryField::wireName).toList(),
        new Schedule(frequency.wireName()));
  }

  private static InventoryConfiguration.@Nullable Encryption shown(Encryption encryption) {
    return switch (encryption) {
      case Encryption.ByDefault _ -> null;
      case Encryption.SseS3 _ ->
          new InventoryConfiguration.Encryption(new InventoryConfiguration.SseS3(), null);
      case Encryption.SseKms kms ->
          new InventoryConfiguration.Encryption(
              null, new InventoryConfiguration.SseKms(kms.keyId()));
    };
  }

  /** Appends it to a row. */
  public void write(FieldWriter out) {
    out.string(id)
        .string(destination.bucket())
        .nullableString(destination.account())
        .nullableString(destination.prefix());
    switch (destination.encryption()) {
      case Encryption.ByDefault _ -> out.u8(0);
      case Encryption.SseS3 _ -> out.u8(1);
      case Encryption.SseKms kms -> out.u8(2).string(kms.keyId());
    }
    out.flag(enabled)
        .nullableString(filterPrefix)
        .flag(allVersions)
        .list(fields, (to, field) -> to.u8(field.code()))
        .u8(frequency == Frequency.DAILY ? 1 : 2);
  }

  /** Reads what {@link #write} wrote. */
  public static Inventory read(FieldReader in) {
    return new Inventory(
        in.string(),
        new Destination(in.string(), in.nullableString(), in.nullableString(), encryption(in)),
        in.flag(),
        in.nullableString(),
        in.flag(),
        in.list(from -> InventoryField.coded(from.u8()).orElseThrow(Inventory::unknown)),
        frequency(in.u8()));
  }

  private static Encryption encryption(FieldReader in) {
    return switch (in.u8()) {
      case 0 -> new Encryption.ByDefault();
      case 1 -> new Encryption.SseS3();
      case 2 -> new Encryption.SseKms(in.string());
      default -> throw unknown();
    };
  }

  private static Frequency frequency(int code) {
    return switch (code) {
      case 1 -> Frequency.DAILY;
      case 2 -> Frequency.WEEKLY;
      default -> throw unknown();
    };
  }

  private static Corrupt unknown() {
    return new Corrupt("an inventory says what is not known");
  }

  /** All that it says, as bytes that differ when it does. */
  public Bytes encode() {
    var out = new FieldWriter();
    write(out);
    return out.toBytes();
  }
}
