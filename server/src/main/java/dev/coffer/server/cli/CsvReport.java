package dev.coffer.server.cli;

import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.CountedVersions;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports for tables: RFC 4180, one line for each bucket, type, key and material; a bucket without
 * versions has one line. A text that a spreadsheet would take for a formula gets an apostrophe.
 */
final class CsvReport {
  static final String HEADER =
      "bucket,account,default_type,default_key,bucket_key_enabled,blocked_types,counted,"
          + "type,bucket_key,kms_key_arn,key_material,key_state,versions,bytes";

  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);

  private CsvReport() {}

  static String lines(BucketEncryption report) {
    if (report.versions().isEmpty()) {
      return bucket(report) + "," + line("", "", "", "", "", "0", "0");
    }
    return report.versions().stream()
        .map(versions -> bucket(report) + "," + of(versions))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String bucket(BucketEncryption report) {
    return line(
        report.bucket(),
        report.account(),
        report.defaultType(),
        report.defaultKey(),
        report.bucketKeyEnabled(),
        String.join(" ", report.blockedTypes()),
        report.counted());
  }

  private static String of(CountedVersions versions) {
    return line(
        versions.type(),
        versions.bucketKey(),
        versions.kmsKeyArn(),
        versions.keyMaterial(),
        versions.keyState(),
        versions.versions(),
        versions.sizeBytes());
  }

  private static String line(@Nullable Object... fields) {
    Stream<String> texts = Arrays.stream(fields).map(CsvReport::field);
    return texts.collect(Collectors.joining(","));
  }

  private static String field(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    String plain = FORMULA.matcher(text).matches() ? "'" + text : text;
    boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
