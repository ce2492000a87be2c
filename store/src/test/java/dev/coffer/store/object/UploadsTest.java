package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.Uploading.MIN;
import static dev.coffer.store.object.Uploading.named;
import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.Composite;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.WriteConditions;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multipart uploads from their beginning to their object. */
final class UploadsTest {
  private static final byte[] FIRST = noise(1, MIN + 3);
  private static final byte[] SECOND = noise(2, MIN);
  private static final byte[] LAST = noise(3, 20_000);

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

  @Test
  void partsBecomeOneObjectInTheOrderOfTheirNumbers() throws Exception {
    Uploading upload = Uploading.begin(world, "a/key");
    CompletedPart last = upload.sent(9, LAST);
    CompletedPart first = upload.sent(2, FIRST);
    CompletedPart second = upload.sent(5, SECOND);

    CompleteMultipartUpload.Output output = upload.complete(first, second, last);

    byte[] whole = concat(FIRST, SECOND, LAST);
    assertThat(world.get("a/key", null)).isEqualTo(whole);
    assertThat(output.eTag()).isEqualTo(eTag(FIRST, SECOND, LAST));
    assertThat(output.bucket()).isEqualTo(World.BUCKET);
    assertThat(output.key()).isEqualTo("a/key");
    assertThat(output.sse().algorithm()).isEqualTo("AES256");
    assertThat(output.versionId()).isNull();
    GetObject.Output read = world.read("a/key", null, null);
    assertThat(read.view().eTag()).isEqualTo(output.eTag());
    assertThat(read.view().contentLength()).isEqualTo(whole.length);
    read.content().stream().close();
  }

  @Test
  void rangesReadAcrossBordersOfPartsAndChunks() {
    Uploading upload = Uploading.begin(world, "key");
    upload.complete(upload.sent(1, FIRST), upload.sent(2, SECOND), upload.sent(3, LAST));
    byte[] whole = concat(FIRST, SECOND, LAST);
    int border = FIRST.length;
    int lastBorder = FIRST.length + SECOND.length;
    int[] edges = {
      0,
      1,
      16383,
      16384,
      16385,
      border - 1,
      border,
      border + 1,
      border + 16384,
      lastBorder - 1,
      lastBorder,
      lastBorder + 16384,
      whole.length - 1
    };
    for (int first : edges) {
      for (int last : edges) {
        if (first <= last) {
          assertThat(world.get("key", "bytes=" + first + "-" + last))
              .as("%d-%d", first, last)
              .isEqualTo(Arrays.copyOfRange(whole, first, last + 1));
        }
      }
    }
    assertThat(world.get("key", "bytes=-5"))
        .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
  }

  @Test
  void onePartIsReadByItsNumber() throws Exception {
    Uploading upload = Uploading.begin(world, "key");
    upload.complete(upload.sent(1, FIRST), upload.sent(2, SECOND), upload.sent(3, LAST));

    GetObject.Output second = world.read("key", 2, null);

    assertThat(second.view().partsCount()).isEqualTo(3);
    assertThat(second.content().stream().readAllBytes()).isEqualTo(SECOND);
    second.content().stream().close();
  }

  @Test
  void whatTheUploadSaidOfTheObjectIsKept() throws Exception {
    var headers =
        new ObjectHeaders("no-cache", null, null, null, "text/plain", null, Map.of("k", "v"));
    String id = Uploading.create(world, "key", headers, null, null).uploadId();
    var upload = new Uploading(world, "key", id);
    upload.complete(upload.sent(1, LAST));

    GetObject.Output read = world.read("key", null, null);

    assertThat(read.view().headers().contentType()).isEqualTo("text/plain");
    assertThat(read.view().headers().cacheControl()).isEqualTo("no-cache");
    assertThat(read.view().headers().metadata()).containsEntry("k", "v");
    read.content().stream().close();
  }

  @Test
  void anUnknownUploadIsRefusedEverywhere() {
    for (String id : List.of("", "nonsense", "A".repeat(22))) {
      var upload = new Uploading(world, "key", id);
      assertRefused(S3Error.NoSuchUpload, () -> upload.part(1, LAST));
      assertRefused(S3Error.NoSuchUpload, () -> upload.complete(named(1, "x")));
      assertRefused(S3Error.NoSuchUpload, upload::abort);
      assertRefused(S3Error.NoSuchUpload, () -> upload.listParts(null, null));
      assertThat(refusal(upload::abort).elements()).containsEntry("UploadId", id);
    }
  }

  @Test
  void theUploadOfAnotherKeyIsUnknown() {
    Uploading upload = Uploading.begin(world, "key");

    assertRefused(
        S3Error.NoSuchUpload, () -> new Uploading(world, "other", upload.id()).part(1, LAST));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10_001, Integer.MAX_VALUE})
  void partNumbersHaveLimits(int number) {
    Uploading upload = Uploading.begin(world, "key");

    assertRefused(
        S3Error.InvalidArgument,
        "Part number must be an integer between 1 and 10000, inclusive",
        () -> upload.part(number, LAST));
  }

  @Test
  void aPartThatIsSentAgainReplacesTheEarlierOne() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart old = upload.sent(1, FIRST);
    CompletedPart replacement = upload.sent(1, SECOND);

    assertRefused(S3Error.InvalidPart, () -> upload.complete(old));
    upload.complete(replacement);

    assertThat(world.get("key", null)).isEqualTo(SECOND);
    assertThat(world.blobsAfterSweep()).isEqualTo(1);
  }

  @Test
  void partsThatAreNotListedAreRemoved() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart listed = upload.sent(2, SECOND);
    upload.part(1, LAST);
    upload.part(3, LAST);
    upload.complete(listed);

    assertThat(world.get("key", null)).isEqualTo(SECOND);
    assertThat(world.blobsAfterSweep()).isEqualTo(1);
  }

  @Test
  void anAbortedUploadIsGoneWithItsParts() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart part = upload.sent(1, LAST);
    upload.abort();

    assertRefused(S3Error.NoSuchUpload, () -> upload.part(2, LAST));
    assertRefused(S3Error.NoSuchUpload, () -> upload.complete(part));
    assertRefused(S3Error.NoSuchUpload, upload::abort);
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @Test
  void partsOutliveTheirProcessAndTheSweep() {
    Uploading finished = Uploading.begin(world, "finished");
    finished.complete(finished.sent(1, FIRST), finished.sent(2, LAST));
    Uploading running = Uploading.begin(world, "running");
    CompletedPart part = running.sent(1, SECOND);

    World restarted = world.restart();
    restarted.store().sweep().sweepOnce();
    restarted.store().sweep().sweepOnce();

    assertThat(restarted.get("finished", null)).isEqualTo(concat(FIRST, LAST));
    new Uploading(restarted, "running", running.id()).complete(part);
    assertThat(restarted.get("running", null)).isEqualTo(SECOND);
  }

  @Test
  void deletingTheObjectRemovesItsParts() {
    Uploading upload = Uploading.begin(world, "key");
    upload.complete(upload.sent(1, FIRST), upload.sent(2, LAST));
    world.delete("key", null);

    assertThat(world.blobsAfterSweep()).isZero();
  }

  @Test
  void theListMustBeInOrder() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart first = upload.sent(1, FIRST);
    CompletedPart second = upload.sent(2, LAST);

    assertRefused(S3Error.InvalidPartOrder, () -> upload.complete(second, first));
    assertRefused(S3Error.InvalidPartOrder, () -> upload.complete(first, first));
    assertRefused(S3Error.MalformedXML, upload::complete);
    assertRefused(
        S3Error.InvalidArgument,
        "PartNumber must be >= 1",
        () -> upload.complete(named(0, first.eTag())));
    upload.complete(first, second);
  }

  @Test
  void aPartThatIsMissingOrAnotherIsRefused() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart first = upload.sent(1, LAST);

    assertRefused(S3Error.InvalidPart, () -> upload.complete(named(2, first.eTag())));
    assertRefused(S3Error.InvalidPart, () -> upload.complete(named(1, "*")));
    assertRefused(S3Error.InvalidPart, () -> upload.complete(named(1, "")));
    assertThat(refusal(() -> upload.complete(named(7, "\"abc\""))).elements())
        .containsEntry("UploadId", upload.id())
        .containsEntry("PartNumber", "7")
        .containsEntry("ETag", "abc");
    upload.complete(named(1, first.eTag().replace("\"", "")));
  }

  @Test
  void onlyTheLastPartMayBeSmall() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart small = upload.sent(1, noise(4, MIN - 1));
    CompletedPart last = upload.sent(2, LAST);

    assertRefused(S3Error.EntityTooSmall, () -> upload.complete(small, last));
    assertThat(refusal(() -> upload.complete(small, last)).elements())
        .containsEntry("ProposedSize", String.valueOf(MIN - 1))
        .containsEntry("MinSizeAllowed", String.valueOf(MIN))
        .containsEntry("PartNumber", "1");
  }

  @Test
  void anEmptyPartMakesAnEmptyObject() {
    Uploading upload = Uploading.begin(world, "key");
    upload.complete(upload.sent(1, new byte[0]));

    assertThat(world.get("key", null)).isEmpty();
  }

  @Test
  void theSameCompletionAgainIsAnsweredAlike() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart part = upload.sent(1, LAST);
    CompleteMultipartUpload.Output first = upload.complete(part);

    assertThat(upload.complete(part)).isEqualTo(first);
    assertRefused(S3Error.NoSuchUpload, () -> upload.complete(named(1, "0".repeat(32))));
    world.put("key", LAST);
    assertRefused(S3Error.NoSuchUpload, () -> upload.complete(part));
  }

  @Test
  void conditionsHoldOfTheObjectThatIsReplaced() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart part = upload.sent(1, LAST);
    String eTag = world.put("key", utf8("before")).eTag();

    assertRefused(
        S3Error.PreconditionFailed, () -> upload.complete(conditional(upload, part, null, "*")));
    assertRefused(
        S3Error.PreconditionFailed,
        () -> upload.complete(conditional(upload, part, "\"" + "0".repeat(32) + "\"", null)));
    upload.complete(conditional(upload, part, eTag, null));

    assertThat(world.get("key", null)).isEqualTo(LAST);
  }

  @Test
  void theDeclaredSizeOfTheObjectIsCompared() {
    Uploading upload = Uploading.begin(world, "key");
    CompletedPart part = upload.sent(1, LAST);

    assertRefused(
        S3Error.InvalidRequest,
        "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: "
            + LAST.length,
        () -> upload.complete(sized(upload, part, 5L)));
    assertRefused(
        S3Error.InvalidRequest,
        "Value for x-amz-mp-object-size header is less than zero: '-1'",
        () -> upload.complete(sized(upload, part, -1L)));
    upload.complete(sized(upload, part, (long) LAST.length));
  }

  @Test
  void anUploadIsDecidedByTheBucketAtItsEnd() {
    world.versioning("Enabled");
    Uploading upload = Uploading.begin(world, "key");

    assertThat(upload.complete(upload.sent(1, LAST)).versionId()).matches("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRC32", "CRC32C", "SHA1", "SHA256"})
  void aCompositeChecksumIsOverThePartsChecksums(String name) {
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(name);
    Uploading upload = Uploading.begin(world, "key", name, null);
    UploadPart.Output first = upload.part(1, FIRST, declared(algorithm, FIRST));
    UploadPart.Output last = upload.part(2, LAST, declared(algorithm, LAST));

    CompleteMultipartUpload.Output output =
        upload.complete(
            List.of(
                new CompletedPart(1, first.eTag(), elements(algorithm, FIRST)),
                new CompletedPart(2, last.eTag(), elements(algorithm, LAST))));

    String expected =
        new Composite(algorithm).add(sum(algorithm, FIRST)).add(sum(algorithm, LAST)).text();
    assertThat(output.checksumType()).isEqualTo("COMPOSITE");
    assertThat(value(output.checksums(), algorithm)).isEqualTo(expected).endsWith("-2");
    assertThat(first.checksums()).isEqualTo(declared(algorithm, FIRST).checksums());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CRC32", "CRC32C", "CRC64NVME"})
  void aFullObjectChecksumIsThatOfTheWholeContent(String name) {
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.valueOf(name);
    Uploading upload = Uploading.begin(world, "key", name, "FULL_OBJECT");
    CompletedPart first = upload.sent(1, FIRST);
    CompletedPart last = upload.sent(2, LAST);

    CompleteMultipartUpload.Output output = upload.complete(first, last);

    byte[] expected = sum(algorithm, concat(FIRST, LAST));
    assertThat(output.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(value(output.checksums(), algorithm)).isEqualTo(base64(expected));
  }

  @Test
  void anUploadWithoutChecksumsGetsCrc64Nvme() {
    Uploading upload = Uploading.begin(world, "key");
    CompleteMultipartUpload.Output output =
        upload.complete(upload.sent(1, FIRST), upload.sent(2, LAST));

    assertThat(output.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(output.checksums().crc64nvme())
        .isEqualTo(base64(sum(ChecksumAlgorithm.CRC64NVME, concat(FIRST, LAST))));
  }

  @Test
  void aPartsChecksumMustBeTheUploads() {
    Uploading upload = Uploading.begin(world, "key", "SHA256", null);

    assertRefused(
        S3Error.InvalidRequest,
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type:"
            + " crc32",
        () -> upload.part(1, LAST, declared(ChecksumAlgorithm.CRC32, LAST)));
    assertRefused(
        S3Error.InvalidRequest,
        "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type:"
            + " null",
        () -> upload.part(1, LAST));
    assertRefused(
        S3Error.BadDigest,
        "The SHA256 you specified did not match the calculated checksum.",
        () -> upload.part(1, LAST, declared(ChecksumAlgorithm.SHA256, FIRST)));
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @Test
  void aCompletionNamesTheRightChecksums() {
    ChecksumAlgorithm algorithm = ChecksumAlgorithm.SHA256;
    Uploading upload = Uploading.begin(world, "key", "SHA256", null);
    String eTag = upload.part(1, LAST, declared(algorithm, LAST)).eTag();

    assertRefused(
        S3Error.InvalidRequest,
        "The upload was created using a sha256 checksum. The complete request must include the"
            + " checksum for each part. It was missing for part 1 in the request.",
        () -> upload.complete(named(1, eTag)));
    assertRefused(
        S3Error.InvalidPart,
        () -> upload.complete(new CompletedPart(1, eTag, elements(algorithm, FIRST))));
    assertRefused(
        S3Error.BadDigest,
        "The crc32 you specified for part 1 did not match what we received.",
        () -> upload.complete(new CompletedPart(1, eTag, elements(ChecksumAlgorithm.CRC32, LAST))));
    upload.complete(new CompletedPart(1, eTag, elements(algorithm, LAST)));
  }

  @Test
  void theWholeObjectsChecksumIsCompared() {
    Uploading upload = Uploading.begin(world, "key", "CRC32", "FULL_OBJECT");
    CompletedPart part = upload.sent(1, LAST);
    CompleteMultipartUpload plain = upload.request(List.of(part));

    assertRefused(
        S3Error.BadDigest,
        "The crc32 you specified did not match the calculated checksum.",
        () -> upload.complete(whole(plain, declared(ChecksumAlgorithm.CRC32, FIRST), null)));
    assertRefused(
        S3Error.InvalidRequest,
        "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type:"
            + " sha1",
        () -> upload.complete(whole(plain, declared(ChecksumAlgorithm.SHA1, LAST), null)));
    assertRefused(
        S3Error.InvalidRequest,
        "The upload was created using the FULL_OBJECT checksum mode. The complete request must"
            + " use the same checksum mode.",
        () -> upload.complete(whole(plain, Integrity.NONE, "COMPOSITE")));
    upload.complete(whole(plain, declared(ChecksumAlgorithm.CRC32, LAST), "FULL_OBJECT"));
  }

  @Test
  void whatWasAskedForIsAnsweredAtTheBeginning() {
    CreateMultipartUpload.Output asked = Uploading.create(world, "a b", "sha1", null);
    CreateMultipartUpload.Output silent = Uploading.create(world, "a b", null, null);

    assertThat(asked.checksumAlgorithm()).isEqualTo("SHA1");
    assertThat(asked.checksumType()).isEqualTo("COMPOSITE");
    assertThat(asked.sse().algorithm()).isEqualTo("AES256");
    assertThat(asked.key()).isEqualTo("a b");
    assertThat(silent.checksumAlgorithm()).isNull();
    assertThat(silent.uploadId()).isNotEqualTo(asked.uploadId());
  }

  @Test
  void partsAreListedInPages() {
    Uploading upload = Uploading.begin(world, "key", "CRC32", "FULL_OBJECT");
    for (int number : new int[] {7, 2, 10_000, 5}) {
      upload.part(number, utf8("part " + number));
    }

    ListParts.Output first = upload.listParts(3, null);
    ListParts.Output rest = upload.listParts(3, first.nextPartNumberMarker());

    assertThat(first.parts()).extracting(ListParts.Part::partNumber).containsExactly(2, 5, 7);
    assertThat(first.truncated()).isTrue();
    assertThat(first.nextPartNumberMarker()).isEqualTo(7);
    assertThat(first.checksumAlgorithm()).isEqualTo("CRC32");
    assertThat(first.parts().getFirst().checksums().crc32())
        .isEqualTo(base64(sum(ChecksumAlgorithm.CRC32, utf8("part 2"))));
    assertThat(rest.parts()).extracting(ListParts.Part::partNumber).containsExactly(10_000);
    assertThat(rest.truncated()).isFalse();
    assertThat(upload.listParts(0, null).parts()).isEmpty();
    assertThat(upload.listParts(null, 10_000).parts()).isEmpty();
    assertThat(upload.listParts(null, Integer.MAX_VALUE).parts()).isEmpty();
    assertRefused(
        S3Error.InvalidArgument,
        "Argument max-parts must be an integer between 0 and 2147483647",
        () -> upload.listParts(-1, null));
  }

  @Test
  void manyPartsTakeSeveralPages() {
    List<PartList.Uploaded> parts = new ArrayList<>();
    for (int number = 1; number <= 1201; number++) {
      var blob = new BlobId(1, number);
      var eTag = new ETag(Bytes.copyOf(new byte[16]), 0);
      parts.add(
          new PartList.Uploaded(
              new PartRow.Facts(number, 10L, eTag, world.now(), blob), PartRow.Sums.NONE));
    }

    List<PartIndexRow> pages =
        new PartList("id", null, List.of()).pages(parts, (page, checksums) -> null);

    assertThat(pages).extracting(page -> page.parts().size()).containsExactly(500, 500, 201);
    assertThat(pages).extracting(PartIndexRow::firstByte).containsExactly(0L, 5000L, 10_000L);
    assertThat(pages.getLast().parts().getLast().endByte()).isEqualTo(12_010L);
  }

  private static CompleteMultipartUpload conditional(
      Uploading upload, CompletedPart part, @Nullable String match, @Nullable String noneMatch) {
    CompleteMultipartUpload plain = upload.request(List.of(part));
    return new CompleteMultipartUpload(
        plain.bucket(),
        plain.key(),
        plain.uploadId(),
        plain.checksums(),
        null,
        null,
        plain.sseCustomer(),
        new WriteConditions(match, noneMatch),
        null,
        null,
        plain.parts());
  }

  private static CompleteMultipartUpload sized(
      Uploading upload, CompletedPart part, Long sizeBytes) {
    CompleteMultipartUpload plain = upload.request(List.of(part));
    return new CompleteMultipartUpload(
        plain.bucket(),
        plain.key(),
        plain.uploadId(),
        plain.checksums(),
        null,
        sizeBytes,
        plain.sseCustomer(),
        plain.conditions(),
        null,
        null,
        plain.parts());
  }

  private static CompleteMultipartUpload whole(
      CompleteMultipartUpload plain, Integrity declared, @Nullable String type) {
    return new CompleteMultipartUpload(
        plain.bucket(),
        plain.key(),
        plain.uploadId(),
        declared.checksums(),
        type,
        null,
        plain.sseCustomer(),
        plain.conditions(),
        null,
        null,
        plain.parts());
  }

  private static Integrity declared(ChecksumAlgorithm algorithm, byte[] content) {
    ChecksumElements sums = elements(algorithm, content);
    return new Integrity(
        null,
        null,
        null,
        new ChecksumHeaders(
            sums.crc32(), sums.crc32c(), sums.crc64nvme(), sums.sha1(), sums.sha256()));
  }

  private static ChecksumElements elements(ChecksumAlgorithm algorithm, byte[] content) {
    var value = Bytes.copyOf(sum(algorithm, content));
    return StoredChecksum.elements(
        new StoredChecksum(new ChecksumMark(algorithm, false), value, 0));
  }

  private static @Nullable String value(ChecksumElements sums, ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> sums.crc32();
      case CRC32C -> sums.crc32c();
      case CRC64NVME -> sums.crc64nvme();
      case SHA1 -> sums.sha1();
      case SHA256 -> sums.sha256();
    };
  }

  private static byte[] sum(ChecksumAlgorithm algorithm, byte[] content) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(content, 0, content.length);
    return checksum.value();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] concat(byte[]... parts) {
    var whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private static String eTag(byte[]... parts) throws Exception {
    var digests = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      digests.writeBytes(MessageDigest.getInstance("MD5").digest(part));
    }
    byte[] whole = MessageDigest.getInstance("MD5").digest(digests.toByteArray());
    return '"' + HexFormat.of().formatHex(whole) + "-" + parts.length + '"';
  }
}
