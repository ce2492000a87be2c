package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.VectorFile;
import dev.coffer.store.VectorFolder;
import dev.coffer.store.bucket.AccessSettings;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKind;
import dev.coffer.store.bucket.BucketVectors;
import dev.coffer.store.bucket.PublicAccessBlock;
import dev.coffer.store.tag.Tags;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MetadataVectorsTest {
  private static final VectorFolder FOLDER = new VectorFolder("metadata-v1");

  static List<VectorFile> vectors() {
    return FOLDER.read();
  }

  @Test
  void theGeneratorReproducesTheFolder() throws IOException {
    FOLDER.requireExactly(new MetadataVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() throws IOException {
    FOLDER.requireDocumented();
    assertThat(VersionRow.FORMAT).isEqualTo(8);
    assertThat(VersionRow.MOVING).isEqualTo(11);
    assertThat(VersionRow.BARE).isEqualTo(4);
    assertThat(VersionRow.BARE_MOVING).isEqualTo(7);
    assertThat(List.of(PartRow.FORMAT, PartIndexRow.FORMAT, UploadRow.FORMAT)).containsOnly(2);
    assertThat(List.of(VersionRow.UNCOUNTED, UploadRow.BARE, QueuedRow.FORMAT)).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theRowOpensOrIsRefused(VectorFile vector) {
    switch (vector.line("expect")) {
      case MetadataVectors.OPENS -> assertThat(read(vector)).isEqualTo(vector.body());
      case MetadataVectors.CORRUPT ->
          assertThatThrownBy(() -> read(vector)).isInstanceOf(Corrupt.class);
      case MetadataVectors.NOT_AUTHENTIC ->
          assertThatThrownBy(() -> read(vector)).isInstanceOf(NotAuthentic.class);
      default -> throw new IllegalStateException("a vector that expects something else");
    }
  }

  /** Opens the row, and gives what it would be stored as with the same sealed part. */
  private static Bytes read(VectorFile vector) {
    return switch (vector.line("row")) {
      case "bucket" -> bucket(vector);
      case "account-block" -> accountBlock(vector);
      case "bucket-tags" -> bucketTags(vector);
      case "version" -> version(vector);
      case "upload" -> upload(vector);
      case "part" -> part(vector);
      case "part-index" -> partIndex(vector);
      case "rename-mark" -> RenameMark.decode(vector.body()).encode();
      case "client-token" -> ClientTokens.encodeRow(ClientTokens.decodeRow(vector.body()));
      case "queued" -> QueuedRow.decode(vector.body()).encode();
      case "null-order" -> Versions.encodeNullOrder(Versions.decodeNullOrder(vector.body()));
      default -> throw new IllegalStateException("a vector of another row");
    };
  }

  private static Bytes bucket(VectorFile vector) {
    Bucket bucket =
        BucketVectors.open(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            vector.line("name"),
            vector.body());
    assertThat(bucket.newestGeneration()).isEqualTo(2);
    AccessSettings written = new BucketVectors(Entropy.system()).bucket("any").access();
    boolean first = vector.body().at(0) == 1;
    assertThat(bucket.access()).isEqualTo(first ? AccessSettings.INITIAL : written);
    boolean directory = vector.body().at(0) == 3;
    assertThat(bucket.kind())
        .isEqualTo(directory ? BucketVectors.DIRECTORY : BucketKind.GENERAL_PURPOSE);
    return vector.body();
  }

  private static Bytes accountBlock(VectorFile vector) {
    PublicAccessBlock block =
        BucketVectors.openAccountBlock(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            vector.line("name"),
            vector.body());
    assertThat(block).isEqualTo(new PublicAccessBlock(true, false, true, true));
    return vector.body();
  }

  private static Bytes bucketTags(VectorFile vector) {
    Tags tags =
        BucketVectors.openTags(
            hex(vector, "system-key"),
            hex(vector, "installation-id"),
            hex(vector, "bucket-id"),
            vector.body());
    assertThat(tags).isEqualTo(MetadataVectors.EXTRAS.tags());
    return vector.body();
  }

  private static Bytes version(VectorFile vector) {
    VersionRow row = VersionRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      VersionDetails details = row.open(at(vector), key);
      boolean extras = vector.line("comment").contains("two tags");
      assertThat(details.extras()).isEqualTo(extras ? MetadataVectors.EXTRAS : VersionExtras.NONE);
      assertThat(row.facts().locked()).isEqualTo(extras);
      assertThat(details.description())
          .isEqualTo(row.deleteMarker() ? VersionDetails.NONE.description() : described());
      SealedChecksums checksum = details.checksum();
      assertThat(checksum == null).isEqualTo(row.deleteMarker());
      if (checksum != null) {
        requireChecksum(checksum, SealedChecksums.Of.object(row.object().objectId()), vector);
      }
    }
    return row.encode();
  }

  private static Description described() {
    return new Description(
        "no-cache", null, null, null, "image/jpeg", null, Map.of("camera", "old", "by", "ü"));
  }

  private static Bytes upload(VectorFile vector) {
    UploadRow row = UploadRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      VersionExtras extras =
          row.format() == UploadRow.BARE ? VersionExtras.NONE : MetadataVectors.EXTRAS;
      assertThat(row.open(at(vector), key)).isEqualTo(new Wanted(described(), extras));
    }
    return row.encode();
  }

  private static Bytes part(VectorFile vector) {
    PartRow row = PartRow.decode(vector.body());
    try (WrappingKey key = key(vector)) {
      var at = new PartRow.At(at(vector), hex(vector, "upload-id"));
      SealedChecksums sealed = row.open(at, key).orElseThrow();
      requireChecksum(sealed, SealedChecksums.Of.part(objectId(), 9), vector);
    }
    return row.encode();
  }

  private static Bytes partIndex(VectorFile vector) {
    int page = Integer.parseInt(vector.line("page"));
    var where = new PartIndexRow.At(at(vector), hex(vector, "upload-id"), page);
    try (WrappingKey key = key(vector)) {
      PartIndexRow row = PartIndexRow.open(vector.body(), where, key);
      assertThat(row.parts()).hasSize(1);
      SealedChecksums sealed = java.util.Objects.requireNonNull(row.checksums());
      requireChecksum(sealed, SealedChecksums.Of.page(objectId(), page), vector);
    }
    return vector.body();
  }

  private static void requireChecksum(
      SealedChecksums sealed, SealedChecksums.Of of, VectorFile vector) {
    try (DataKeys keys = DataKeys.one(Secret.of(hex(vector, "data-key").toByteArray()))) {
      assertThat(sealed.open(of, keys)).isNotEmpty().allMatch(Optional::isPresent);
    }
  }

  /** The same in all vectors; rows of parts do not repeat it. */
  private static Bytes objectId() {
    return VersionRow.decode(FOLDER.read("version_blob").body()).object().objectId();
  }

  private static ObjectGroup at(VectorFile vector) {
    Bucket bucket = BucketVectors.withId(hex(vector, "bucket-id"));
    return new ObjectGroup(bucket, vector.line("object-key"));
  }

  private static WrappingKey key(VectorFile vector) {
    return new WrappingKey(Secret.of(hex(vector, "metadata-key").toByteArray()));
  }

  private static Bytes hex(VectorFile vector, String line) {
    return Bytes.fromHex(vector.line(line));
  }
}
