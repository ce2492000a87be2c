package dev.coffer.store.inventory;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a report consists of, as the files that say so. */
public final class Manifest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String VERSION = "2016-11-30";

  private final String bucket;
  private final Inventory inventory;
  private final Instant began;
  private final List<ReportFile> files;

  /**
   * Of a report about a bucket.
   *
   * @param began when it was begun
   */
  public Manifest(String bucket, Inventory inventory, Instant began, List<ReportFile> files) {
    this.bucket = bucket;
    this.inventory = inventory;
    this.began = began;
    this.files = List.copyOf(files);
  }

  /** {@code manifest.json}. */
  public byte[] json() {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("sourceBucket", bucket);
      json.writeStringProperty("destinationBucket", arn());
      json.writeStringProperty("version", VERSION);
      json.writeStringProperty("creationTimestamp", String.valueOf(began.toEpochMilli()));
      json.writeStringProperty("fileFormat", "CSV");
      json.writeStringProperty("fileSchema", new ReportTable(bucket, inventory).schema());
      json.writeName("files");
      json.writeStartArray();
      files.forEach(file -> write(json, file));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, ReportFile file) {
    json.writeStartObject();
    json.writeStringProperty("key", file.key());
    json.writeNumberProperty("size", file.sizeBytes());
    json.writeStringProperty("MD5checksum", file.md5());
    json.writeEndObject();
  }

  private String arn() {
    return "arn:aws:s3:::" + inventory.destination().bucket();
  }

  /** {@code symlink.txt}: a line for each file of lines. */
  public byte[] symlinks() {
    return files.stream()
        .map(file -> "s3://" + inventory.destination().bucket() + "/" + file.key())
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** {@code manifest.checksum}: the MD5 of what {@link #json} gave. */
  public static byte[] checksum(byte[] json) {
    return HexFormat.of().formatHex(md5().digest(json)).getBytes(StandardCharsets.UTF_8);
  }

  /** As manifests name files by their digests; nothing is protected by it. */
  public static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }
}
