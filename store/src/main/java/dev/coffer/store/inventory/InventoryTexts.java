package dev.coffer.store.inventory;

import dev.coffer.store.inventory.Inventory.Destination;
import dev.coffer.store.inventory.Inventory.Encryption;
import dev.coffer.wire.s3.InventoryConfiguration;
import dev.coffer.wire.s3.InventoryConfiguration.S3Bucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inventory that a client puts: what no schema allows first, then the id, then where it
 * goes, then what is not built and refused by name.
 */
public final class InventoryTexts {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])");
  private static final Set<String> FORMATS = Set.of("CSV", "ORC", "Parquet");
  private static final Set<String> NOT_BUILT =
      Set.of("ObjectAccessControlList", "LifecycleExpirationDate");
  private static final int MAX_PREFIX_BYTES = 512;
  private static final int MAX_KEY_BYTES = 1024;
  private static final int MAX_KMS_KEY_CHARS = 2048;

  private InventoryTexts() {}

  /**
   * The inventory that is put.
   *
   * @param id by which the request names it
   * @throws S3Exception MalformedXML, IdMismatch, InvalidArgument, InvalidS3DestinationBucket,
   *     NotImplemented
   */
  public static Inventory read(String id, InventoryConfiguration asked) {
    S3Bucket bucket = asked.destination().s3Bucket();
    if (!FORMATS.contains(bucket.format())) {
      throw S3Error.MalformedXML.refusal();
    }
    Encryption encryption = encryption(bucket.encryption());
    boolean all = allVersions(asked.includedObjectVersions());
    Frequency frequency = frequency(asked.schedule().frequency());
    List<String> named = named(asked.optionalFields());
    requireId(id);
    if (!asked.id().equals(id)) {
      throw S3Error.IdMismatch.refusal();
    }
    var destination =
        new Destination(
            bucketName(bucket.bucket()),
            account(bucket.accountId()),
            prefix("Prefix", bucket.prefix(), MAX_PREFIX_BYTES),
            encryption);
    String filter =
        asked.filter() == null ? null : prefix("Filter", asked.filter().prefix(), MAX_KEY_BYTES);
    requireBuilt(bucket.format(), named);
    return new Inventory(id, destination, asked.enabled(), filter, all, fields(named), frequency);
  }

  /**
   * Refuses what is no id.
   *
   * @throws S3Exception InvalidArgument
   */
  public static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw invalid(
          "The configuration ID has 1 to 64 letters, digits, periods, hyphens and underscores",
          "id",
          id);
    }
  }

  private static Encryption encryption(InventoryConfiguration.@Nullable Encryption asked) {
    if (asked == null) {
      return new Encryption.ByDefault();
    }
    InventoryConfiguration.SseKms kms = asked.sseKms();
    if ((kms == null) == (asked.sseS3() == null)) {
      throw S3Error.MalformedXML.refusal();
    }
    if (kms == null) {
      return new Encryption.SseS3();
    }
    if (kms.keyId().isEmpty() || kms.keyId().length() > MAX_KMS_KEY_CHARS) {
      throw S3Error.MalformedXML.refusal();
    }
    return new Encryption.SseKms(kms.keyId());
  }

  private static boolean allVersions(String included) {
    return switch (included) {
      case "All" -> true;
      case "Current" -> false;
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  private static Frequency frequency(String asked) {
    for (Frequency frequency : Frequency.values()) {
      if (frequency.wireName().equals(asked)) {
        return frequency;
      }
    }
    throw S3Error.MalformedXML.refusal();
  }

  private static List<String> named(@Nullable List<String> asked) {
    List<String> named = asked == null ? List.of() : asked;
    for (String field : named) {
      if (!NOT_BUILT.contains(field) && InventoryField.named(field).isEmpty()) {
        throw S3Error.MalformedXML.refusal();
      }
    }
    return named;
  }

  private static List<InventoryField> fields(List<String> named) {
    List<InventoryField> fields = new ArrayList<>();
    for (String name : named) {
      InventoryField.named(name).filter(field -> !fields.contains(field)).ifPresent(fields::add);
    }
    return fields;
  }

  private static String bucketName(String arn) {
    Matcher named = ARN.matcher(arn);
    if (!named.matches()) {
      throw S3Error.InvalidS3DestinationBucket.refusal();
    }
    return named.group(1);
  }

  private static @Nullable String account(@Nullable String account) {
    if (account != null && !ACCOUNT.matcher(account).matches()) {
      throw invalid("An account ID has twelve digits", "AccountId", account);
    }
    return account;
  }

  private static @Nullable String prefix(String name, @Nullable String prefix, int maxBytes) {
    if (prefix != null && prefix.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw invalid("The prefix has more than " + maxBytes + " bytes", name, "");
    }
    return prefix;
  }

  private static void requireBuilt(String format, List<String> named) {
    if (!format.equals("CSV")) {
      throw notBuilt("Format", format);
    }
    named.stream()
        .filter(NOT_BUILT::contains)
        .findFirst()
        .ifPresent(field -> {
          throw notBuilt("Field", field);
        });
  }

  private static S3Exception notBuilt(String element, String value) {
    return S3Error.NotImplemented.because(
            "An element you provided implies functionality that is not implemented")
        .with("Element", element)
        .with("Value", value);
  }

  private static S3Exception invalid(String text, String name, String value) {
    return S3Error.InvalidArgument.because(text)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }
}
