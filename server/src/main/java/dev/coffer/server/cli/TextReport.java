package dev.coffer.server.cli;

import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.CountedVersions;
import dev.coffer.wire.admin.EncryptionFinding;
import dev.coffer.wire.admin.Recounted;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports for people: a few lines for each bucket. */
final class TextReport {
  private TextReport() {}

  static String of(BucketEncryption report) {
    var text = new StringBuilder();
    line(
        text,
        report.bucket() + "   default " + byDefault(report) + "   blocked " + blocked(report));
    report.versions().forEach(line -> line(text, "  " + of(line)));
    if (report.versions().isEmpty()) {
      line(text, report.counted() ? "  no versions" : "  no versions are counted");
    }
    if (report.omitted() > 0) {
      line(text, "  and " + report.omitted() + " more kinds with fewer versions");
    }
    for (EncryptionFinding finding : report.findings()) {
      line(text, "! " + finding.severity() + " " + finding.code() + ": " + finding.text());
    }
    return text.toString();
  }

  static String of(Recounted result) {
    var text = new StringBuilder();
    line(text, verdict(result));
    if (!result.proved()) {
      line(text, "  the versions add up to:");
      result.found().forEach(line -> line(text, "  " + of(line)));
      line(text, "  versions and delete markers that are not counted: " + result.uncounted());
    }
    line(text, "  delete markers: " + result.deleteMarkers());
    return text.toString();
  }

  private static String verdict(Recounted result) {
    if (result.proved()) {
      return "  recounted: the counters are what the versions add up to";
    }
    return result.changed()
        ? "  recounted: the bucket changed meanwhile, nothing is proved"
        : "  recounted: THE COUNTERS ARE NOT WHAT THE VERSIONS ADD UP TO";
  }

  private static String byDefault(BucketEncryption report) {
    return report.defaultType()
        + (report.defaultKey() == null ? "" : " " + report.defaultKey())
        + (report.bucketKeyEnabled() ? " (Bucket Key)" : "");
  }

  private static String blocked(BucketEncryption report) {
    List<String> blocked = report.blockedTypes();
    return blocked.isEmpty() ? "-" : String.join(",", blocked);
  }

  private static String of(CountedVersions line) {
    return String.format(
        Locale.ROOT,
        "%-12s %10d versions %15d bytes   %s%s",
        line.type(),
        line.versions(),
        line.sizeBytes(),
        key(line),
        line.bucketKey() ? " (Bucket Key)" : "");
  }

  private static String key(CountedVersions line) {
    @Nullable String arn = line.kmsKeyArn();
    if (arn != null) {
      return arn + " material " + line.keyMaterial() + " " + line.keyState();
    }
    return line.keyMaterial() == null
        ? "the customers' keys"
        : "the bucket's key, generation " + line.keyMaterial();
  }

  private static void line(StringBuilder text, String line) {
    text.append(text.isEmpty() ? "" : System.lineSeparator()).append(line);
  }
}
