package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UploadPartCopy;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CopyObject and UploadPartCopy. */
final class CopiesTest {
  private static final ObjectHeaders TEXT =
      new ObjectHeaders(null, null, null, null, "text/plain", null, Map.of("k", "v"));
  private static final ObjectHeaders HTML =
      new ObjectHeaders(null, null, null, null, "text/html", null, Map.of("other", "w"));
  private static final String ILLEGAL =
      "This copy request is illegal because it is trying to copy an object to itself without"
          + " changing the object's metadata, storage class, website redirect location or"
          + " encryption attributes.";

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 100_000})
  void theContentIsCopiedAndSealedAnew(int sizeBytes) throws IOException {
    byte[] content = noise(sizeBytes, sizeBytes);
    String eTag = world.put("from", content, TEXT).eTag();

    CopyObject.Output output = copy("bucket/from", "to");

    assertThat(world.get("to", null)).isEqualTo(content);
    assertThat(output.eTag()).isEqualTo(eTag);
    assertThat(output.sse().algorithm()).isEqualTo("AES256");
    assertThat(output.checksums().crc64nvme()).isNotNull();
    assertThat(output.versionId()).isNull();
    var read = world.read("to", null, null);
    assertThat(read.view().headers().contentType()).isEqualTo("text/plain");
    assertThat(read.view().headers().metadata()).containsEntry("k", "v");
    read.content().stream().close();
    world.delete("from", null);
    world.store().sweep().sweepOnce();
    assertThat(world.get("to", null)).isEqualTo(content);
  }

  @Test
  void replacedMetadataComesFromTheRequest() throws IOException {
    world.put("from", utf8("x"), TEXT);

    run(new Ask("bucket/from", "to").directive("REPLACE"));

    var read = world.read("to", null, null);
    assertThat(read.view().headers().contentType()).isEqualTo("text/html");
    assertThat(read.view().headers().metadata()).containsExactly(Map.entry("other", "w"));
    read.content().stream().close();
  }

  @Test
  void unknownDirectivesAreRefused() {
    world.put("from", utf8("x"));

    assertRefused(
        S3Error.InvalidArgument,
        "Unknown metadata directive.",
        () -> run(new Ask("bucket/from", "to").directive("MERGE")));
    assertRefused(
        S3Error.InvalidArgument,
        "Unknown tagging directive.",
        () -> run(new Ask("bucket/from", "to").tagging("MERGE")));
    run(new Ask("bucket/from", "to").tagging("REPLACE"));
    run(new Ask("bucket/from", "to").tagging("COPY").directive("COPY"));
  }

  @Test
  void aCopyOntoItselfMustChangeSomething() {
    world.put("o", utf8("x"));

    assertRefused(S3Error.InvalidRequest, ILLEGAL, () -> copy("/bucket/o", "o"));
    run(new Ask("bucket/o", "o").directive("REPLACE"));
    run(new Ask("bucket/o", "o").sse(new Sse("AES256", null, null, null)));
    world.encryptWithAes256();
    copy("bucket/o", "o");
    assertThat(world.get("o", null)).isEqualTo(utf8("x"));
  }

  @Test
  void anEarlierVersionMayBecomeTheCurrentOne() {
    world.versioning("Enabled");
    String first = world.put("o", utf8("first")).versionId();
    world.put("o", utf8("second"));

    CopyObject.Output output = copy("bucket/o?versionId=" + first, "o");

    assertThat(output.copySourceVersionId()).isEqualTo(first);
    assertThat(output.versionId()).isNotNull().isNotEqualTo(first);
    assertThat(world.get("o", null)).isEqualTo(utf8("first"));
  }

  @Test
  void encryptionUnderAKeyThatDoesNotExistIsRefusedAndNothingIsStored() {
    world.put("from", utf8("x"));

    assertRefused(
        S3Error.KMS_NotFoundException,
        "Invalid keyId 'none'",
        () -> run(new Ask("bucket/from", "to").sse(new Sse("aws:kms", "none", null, null))));
    assertRefused(S3Error.NoSuchKey, () -> world.get("to", null));
  }

  @Test
  void theSourceMustExist() {
    assertRefused(S3Error.NoSuchKey, () -> copy("bucket/none", "to"));
    assertRefused(S3Error.NoSuchBucket, () -> copy("nowhere/none", "to"));
    assertThat(refusal(() -> copy("nowhere/none", "to")).elements())
        .containsEntry("BucketName", "nowhere");
    world.put("from", utf8("x"));
    assertRefused(
        S3Error.NoSuchVersion, () -> copy("bucket/from?versionId=" + "0".repeat(32), "to"));
    assertRefused(
        S3Error.InvalidArgument,
        "Invalid version id specified",
        () -> copy("bucket/from?versionId=x", "to"));
  }

  @Test
  void aDeleteMarkerIsNoSource() {
    world.versioning("Enabled");
    world.put("from", utf8("x"));
    String marker = world.delete("from", null).versionId();

    assertRefused(S3Error.NoSuchKey, () -> copy("bucket/from", "to"));
    assertRefused(
        S3Error.InvalidRequest,
        "The source of a copy request may not specifically refer to a delete marker by version"
            + " id.",
        () -> copy("bucket/from?versionId=" + marker, "to"));
  }

  @Test
  void theSourcesConditionsHold() {
    String eTag = world.put("from", utf8("x")).eTag();
    String past = "Mon, 23 Nov 2020 00:00:00 GMT";
    String future = "Fri, 23 Nov 2035 00:00:00 GMT";

    failed("x-amz-copy-source-If-Match", source("\"" + "0".repeat(32) + "\"", null, null, null));
    failed("x-amz-copy-source-If-None-Match", source(null, eTag, null, null));
    failed("x-amz-copy-source-If-Modified-Since", source(null, null, future, null));
    failed("x-amz-copy-source-If-Unmodified-Since", source(null, null, null, past));
    run(new Ask("bucket/from", "to").from(source(eTag, null, null, past)));
    run(new Ask("bucket/from", "to").from(source(null, "\"other\"", null, future)));
    run(new Ask("bucket/from", "to").from(source(null, null, past, null)));
  }

  @Test
  void theOwnersAreCompared() {
    world.put("from", utf8("x"));
    var foreign =
        new CopySource(
            "bucket/from",
            null,
            null,
            null,
            null,
            new CopySourceSseCustomer(null, null, null),
            "999988887777");

    assertRefused(S3Error.AccessDenied, () -> run(new Ask("bucket/from", "to").from(foreign)));
  }

  @Test
  void theChecksumIsTheSourcesOrTheOneAskedFor() {
    Uploading upload = Uploading.begin(world, "from", "CRC32C", "FULL_OBJECT");
    upload.complete(upload.sent(1, noise(1, 1000)));

    CopyObject.Output kept = copy("bucket/from", "to");
    CopyObject.Output asked = run(new Ask("bucket/from", "to").checksum("SHA1"));

    assertThat(kept.checksums().crc32c()).isNotNull();
    assertThat(kept.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(asked.checksums().sha1()).isNotNull();
    assertThat(asked.checksums().crc32c()).isNull();
  }

  @Test
  void whatCameInPartsBecomesOneBody() throws IOException {
    byte[] first = noise(1, Uploading.MIN);
    byte[] last = noise(2, 100);
    Uploading upload = Uploading.begin(world, "from");
    upload.complete(upload.sent(1, first), upload.sent(2, last));

    CopyObject.Output output = copy("bucket/from", "to");

    assertThat(output.eTag()).matches("\"[0-9a-f]{32}\"");
    byte[] whole = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, whole, first.length, last.length);
    assertThat(world.get("to", null)).isEqualTo(whole);
  }

  @Test
  void aRangeOfAnObjectBecomesAPart() {
    byte[] content = noise(1, 50_000);
    world.put("from", content);
    Uploading upload = Uploading.begin(world, "to");

    UploadPartCopy.Output part = copyPart(upload, "bytes=16380-33000");
    upload.complete(Uploading.named(1, part.eTag()));

    assertThat(world.get("to", null)).isEqualTo(Arrays.copyOfRange(content, 16_380, 33_001));
    assertThat(part.sse().algorithm()).isEqualTo("AES256");
    assertRefused(
        S3Error.InvalidArgument,
        "Range specified is not valid for source object of size: 50000",
        () -> copyPart(Uploading.begin(world, "to"), "bytes=0-50000"));
    assertRefused(S3Error.NoSuchUpload, () -> copyPart(new Uploading(world, "to", "gone"), null));
  }

  private UploadPartCopy.Output copyPart(Uploading upload, @Nullable String range) {
    try {
      return world
          .store()
          .copies()
          .copyPart(
              World.CALLER,
              new UploadPartCopy(
                  World.BUCKET,
                  upload.key(),
                  1,
                  upload.id(),
                  source(null, null, null, null),
                  range,
                  SseCustomer.NONE,
                  null,
                  null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failed(String condition, CopySource source) {
    assertRefused(S3Error.PreconditionFailed, () -> run(new Ask("bucket/from", "to").from(source)));
    assertThat(refusal(() -> run(new Ask("bucket/from", "to").from(source))).elements())
        .containsEntry("Condition", condition);
  }

  private static CopySource source(
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch,
      @Nullable String ifModifiedSince,
      @Nullable String ifUnmodifiedSince) {
    return new CopySource(
        "bucket/from",
        ifMatch,
        ifNoneMatch,
        ifModifiedSince,
        ifUnmodifiedSince,
        new CopySourceSseCustomer(null, null, null),
        null);
  }

  private CopyObject.Output copy(String source, String key) {
    return run(new Ask(source, key));
  }

  private CopyObject.Output run(Ask ask) {
    try {
      return world.store().copies().copyObject(World.CALLER, ask.request());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy to be asked for. */
  private record Ask(
      CopySource source,
      String key,
      @Nullable String directive,
      @Nullable String tagging,
      @Nullable String checksum,
      Sse sse) {
    Ask(String source, String key) {
      this(
          new CopySource(
              source, null, null, null, null, new CopySourceSseCustomer(null, null, null), null),
          key,
          null,
          null,
          null,
          Sse.NONE);
    }

    Ask directive(String value) {
      return new Ask(source, key, value, tagging, checksum, sse);
    }

    Ask tagging(String value) {
      return new Ask(source, key, directive, value, checksum, sse);
    }

    Ask checksum(String value) {
      return new Ask(source, key, directive, tagging, value, sse);
    }

    Ask sse(Sse value) {
      return new Ask(source, key, directive, tagging, checksum, value);
    }

    Ask from(CopySource value) {
      return new Ask(value, key, directive, tagging, checksum, sse);
    }

    CopyObject request() {
      return new CopyObject(
          World.BUCKET,
          key,
          source,
          directive,
          checksum,
          tagging,
          HTML,
          sse,
          SseCustomer.NONE,
          Acl.NONE,
          null,
          Extras.NONE,
          WriteConditions.NONE,
          null,
          null);
    }
  }
}
