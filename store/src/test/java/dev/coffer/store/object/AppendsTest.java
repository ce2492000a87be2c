package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.FusedStore.CALLER;
import static dev.coffer.store.object.FusedStore.DIRECTORY;
import static dev.coffer.store.object.FusedStore.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Added;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.FusedStore.Upload;
import dev.coffer.store.sse.KmsCallCount;
import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: an object grows by exactly what was added, once, wherever its bytes lie and wherever the
 * process ends.
 */
final class AppendsTest {
  private static final Spot HERE = new Spot(DIRECTORY, "logs/today");

  private final FusedStore store = new FusedStore();

  @AfterEach
  void close() {
    store.close();
  }

  /** What an object is before it grows. */
  enum Begun {
    EMPTY(0),
    INLINE(700),
    FULL_ROW(16_384),
    BLOB(40_000),
    PARTS(5 * 1024 * 1024 + 300);

    private final int sizeBytes;

    Begun(int sizeBytes) {
      this.sizeBytes = sizeBytes;
    }

    byte[] content() {
      return World.noise(sizeBytes, sizeBytes);
    }

    void put(FusedStore store, Spot at) {
      var asked = new Asked(Sse.NONE, SseCustomer.NONE, "m");
      try {
        if (this != PARTS) {
          store.put(at, asked, content());
          return;
        }
        byte[] content = content();
        Upload upload = store.begin(at, asked);
        int first = 5 * 1024 * 1024;
        store.complete(
            upload,
            List.of(
                store.part(upload, 1, Arrays.copyOf(content, first)),
                store.part(upload, 2, Arrays.copyOfRange(content, first, content.length))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static At now(Spot at) {
    return new At(at, null, SseCustomer.NONE);
  }

  private byte[] get(Spot at) {
    return TestStore.read(store.get(now(at), null, null));
  }

  private long size(Spot at) {
    return store.head(now(at)).contentLength();
  }

  private static byte[] joined(byte[]... parts) {
    int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] joined = new byte[size];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static void refused(S3Error error, ThrowingCallable call) {
    assertThat(refusal(call).error()).isEqualTo(error);
  }

  private static String crc64(byte[] content) {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC64NVME);
    checksum.update(content, 0, content.length);
    return Base64.getEncoder().encodeToString(checksum.value());
  }

  static Stream<Arguments> growths() {
    return Stream.of(Begun.values())
        .flatMap(begun -> Stream.of(1, 16_000, 100_000).map(added -> Arguments.of(begun, added)));
  }

  @ParameterizedTest
  @MethodSource("growths")
  void whateverItWasItReadsAsOne(Begun begun, int addedBytes) {
    begun.put(store, HERE);
    String eTag = store.head(now(HERE)).eTag();
    byte[] content = begun.content();
    for (int i = 0; i < 3; i++) {
      byte[] added = World.noise(100 + i, addedBytes + i);
      PutObject.Output output = store.append(HERE, content.length, added);
      content = joined(content, added);
      assertThat(output.size()).isEqualTo(content.length);
      assertThat(output.checksums().crc64nvme()).isEqualTo(crc64(added));
      assertThat(output.eTag()).isNotEqualTo(eTag);
      eTag = output.eTag();
      assertThat(store.head(now(HERE)).eTag()).isEqualTo(eTag);
      assertThat(get(HERE)).isEqualTo(content);
    }
    requireReadable(content);
    store.restart();
    requireReadable(content);
  }

  private void requireReadable(byte[] content) {
    for (int first = 0; first < content.length; first += content.length / 7 + 1) {
      int last = Math.min(content.length, first + content.length / 3 + 1) - 1;
      assertThat(TestStore.read(store.get(now(HERE), new Extent(first, last), null)))
          .isEqualTo(Arrays.copyOfRange(content, first, last + 1));
    }
    var whole = store.get(now(HERE), null, 1);
    assertThat(TestStore.read(whole)).isEqualTo(content);
    assertThat(whole.view().checksums().crc64nvme()).isEqualTo(crc64(content));
    assertThat(whole.view().checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(whole.view().storageClass()).isEqualTo("EXPRESS_ONEZONE");
    refused(S3Error.InvalidPartNumber, () -> store.get(now(HERE), null, 2));
  }

  @Test
  void whatDescribesItStays() throws IOException {
    store.put(HERE, new Asked(Sse.NONE, SseCustomer.NONE, "the first"), World.utf8("a"));
    store.append(HERE, 1, World.utf8("b"));
    assertThat(FusedStore.markOf(store.head(now(HERE)))).isEqualTo("the first");
  }

  @Test
  void theOffsetIsTheSize() {
    refused(S3Error.InvalidWriteOffset, () -> store.append(HERE, 1, World.utf8("x")));
    refused(S3Error.NoSuchKey, () -> get(HERE));
    assertThat(store.append(HERE, 0, World.utf8("abc")).size()).isEqualTo(3);
    for (long wrong : List.of(0L, 2L, 4L, Long.MAX_VALUE)) {
      refused(S3Error.InvalidWriteOffset, () -> store.append(HERE, wrong, World.utf8("x")));
    }
    refused(S3Error.InvalidArgument, () -> store.append(HERE, -1, World.utf8("x")));
    store.append(HERE, 3, World.utf8("def"));
    assertThat(get(HERE)).isEqualTo(World.utf8("abcdef"));
  }

  @Test
  void generalPurposeBucketsGrowNothing() {
    Spot outside = new Spot(PLAIN, "key");
    refused(S3Error.NotImplemented, () -> store.append(outside, 0, World.utf8("x")));
    refused(S3Error.NoSuchKey, () -> get(outside));
  }

  @Test
  void nothingIsNotAdded() {
    refused(S3Error.InvalidRequest, () -> store.append(HERE, 0, new byte[0]));
    store.append(HERE, 0, World.utf8("x"));
    refused(S3Error.InvalidRequest, () -> store.append(HERE, 1, new byte[0]));
  }

  @Test
  void metadataIsOfTheFirstWriteAlone() {
    var headers =
        new ObjectHeaders(null, null, null, null, "text/plain", null, Map.of("who", "me"));
    var added = new Added(Sse.NONE, Integrity.NONE, WriteConditions.NONE, headers);
    store.append(HERE, 0, World.utf8("x"), added);
    S3Exception refusal = refusal(() -> store.append(HERE, 1, World.utf8("y"), added));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(store.head(now(HERE)).headers().metadata()).containsEntry("who", "me");
  }

  private static Added saying(String header, String value) {
    var headers =
        new ObjectHeaders(
            header.equals("Cache-Control") ? value : null,
            header.equals("Content-Disposition") ? value : null,
            null,
            header.equals("Content-Language") ? value : null,
            header.equals("Content-Type") ? value : null,
            header.equals("Expires") ? value : null,
            Map.of());
    return new Added(Sse.NONE, Integrity.NONE, WriteConditions.NONE, headers);
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache",
    "Content-Disposition, inline",
    "Content-Language, en",
    "Content-Type, text/plain",
    "Expires, 'Wed, 21 Oct 2026 07:28:00 GMT'",
  })
  void whatDescribesItIsRepeatedOrRefused(String header, String value) {
    store.append(HERE, 0, World.utf8("x"), saying(header, value));
    store.append(HERE, 1, World.utf8("y"), saying(header, value));
    S3Exception refusal =
        refusal(() -> store.append(HERE, 2, World.utf8("z"), saying(header, "other/one")));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(refusal.elements()).containsEntry("Header", header);
    Spot bare = new Spot(DIRECTORY, "bare");
    store.append(bare, 0, World.utf8("x"));
    refused(
        S3Error.InvalidRequest,
        () -> store.append(bare, 1, World.utf8("y"), saying(header, value)));
    assertThat(get(HERE)).isEqualTo(World.utf8("xy"));
    assertThat(get(bare)).isEqualTo(World.utf8("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "binary/octet-stream"})
  void aTypeThatSaysNothingIsSentUnasked(String type) {
    store.append(HERE, 0, World.utf8("x"), saying("Content-Type", "text/plain"));
    store.append(HERE, 1, World.utf8("y"), saying("Content-Type", type));
    assertThat(store.head(now(HERE)).headers().contentType()).isEqualTo("text/plain");
    assertThat(get(HERE)).isEqualTo(World.utf8("xy"));
  }

  @Test
  void theConditionIsHeldAgainstWhatGrows() {
    String eTag = store.append(HERE, 0, World.utf8("x")).eTag();
    var condition = new WriteConditions(eTag, null);
    var added = new Added(Sse.NONE, Integrity.NONE, condition, World.NO_HEADERS);
    store.append(HERE, 1, World.utf8("y"), added);
    refused(S3Error.PreconditionFailed, () -> store.append(HERE, 2, World.utf8("z"), added));
    assertThat(get(HERE)).isEqualTo(World.utf8("xy"));
  }

  private static Added declaring(ChecksumHeaders checksums) {
    var integrity = new Integrity(null, null, null, checksums);
    return new Added(Sse.NONE, integrity, WriteConditions.NONE, World.NO_HEADERS);
  }

  @Test
  void theChecksumIsOfTheSameKindAndRight() {
    var right = new ChecksumHeaders(null, null, crc64(World.utf8("x")), null, null);
    store.append(HERE, 0, World.utf8("x"), declaring(right));
    store.append(HERE, 1, World.utf8("x"), declaring(right));
    refused(S3Error.BadDigest, () -> store.append(HERE, 2, World.utf8("y"), declaring(right)));
    var other = new ChecksumHeaders("AAAAAA==", null, null, null, null);
    S3Exception refusal = refusal(() -> store.append(HERE, 2, World.utf8("y"), declaring(other)));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(refusal.text())
        .isEqualTo(
            "Checksum Type mismatch occurred, expected checksum Type: crc64nvme, actual checksum"
                + " Type: crc32.");
    assertThat(get(HERE)).isEqualTo(World.utf8("xx"));
    assertThat(store.blobsAfterSweep()).isZero();
  }

  @Test
  void whatCannotBeCombinedDoesNotGrow() throws Exception {
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(World.utf8("x"));
    String sha256 = Base64.getEncoder().encodeToString(digest);
    store.append(
        HERE, 0, World.utf8("x"), declaring(new ChecksumHeaders(null, null, null, null, sha256)));
    refused(S3Error.NotImplemented, () -> store.append(HERE, 1, World.utf8("y")));
    assertThat(get(HERE)).isEqualTo(World.utf8("x"));
  }

  private void byDefault(String algorithm, @Nullable String keyId) {
    store.byDefault(DIRECTORY, new Rule(new ByDefault(algorithm, keyId), true, null));
  }

  @Test
  void theEncryptionIsTheObjects() {
    String key = store.keys.create(CALLER);
    store.append(HERE, 0, World.utf8("x"));
    byDefault("aws:kms", key);
    refused(S3Error.EncryptionTypeMismatch, () -> store.append(HERE, 1, World.utf8("y")));
    Spot under = new Spot(DIRECTORY, "under");
    store.append(under, 0, World.utf8("x"));
    var kms = new Sse("aws:kms", key, null, null);
    var added = new Added(kms, Integrity.NONE, WriteConditions.NONE, World.NO_HEADERS);
    assertThat(store.append(under, 1, World.utf8("y"), added).sse().kmsKeyArn()).isEqualTo(key);
    var sseS3 = new Sse("AES256", null, null, null);
    var other = new Added(sseS3, Integrity.NONE, WriteConditions.NONE, World.NO_HEADERS);
    refused(S3Error.InvalidArgument, () -> store.append(under, 2, World.utf8("y"), other));
    byDefault("AES256", null);
    refused(S3Error.EncryptionTypeMismatch, () -> store.append(under, 2, World.utf8("y")));
    assertThat(get(under)).isEqualTo(World.utf8("xy"));
    assertThat(store.append(HERE, 1, World.utf8("y")).sse().sseS3()).isTrue();
  }

  @Test
  void aBucketKeyServesManyAppends() {
    byDefault("aws:kms", store.keys.create(CALLER));
    store.append(HERE, 0, World.noise(1, 50_000));
    KmsCallCount before = store.store().sse().kmsCalls();
    for (int i = 0; i < 10; i++) {
      store.append(HERE, 50_000 + i, World.utf8("x"));
    }
    KmsCallCount after = store.store().sse().kmsCalls();
    assertThat(after.generateDataKey()).isEqualTo(before.generateDataKey());
    assertThat(after.decrypt() - before.decrypt()).isEqualTo(1);
  }

  @Test
  void manySmallOnesLieInFewPieces() {
    Begun.PARTS.put(store, HERE);
    byte[] content = Begun.PARTS.content();
    for (int i = 0; i < 200; i++) {
      byte[] added = World.noise(i, 1000);
      store.append(HERE, content.length, added);
      content = joined(content, added);
    }
    assertThat(get(HERE)).isEqualTo(content);
    int pieces = store.row(HERE).object().place().pieces(content.length).size();
    assertThat(pieces).isBetween(2, 10);
    assertThat(store.blobsAfterSweep()).isEqualTo(2 + pieces - 1);
    assertThat(get(HERE)).isEqualTo(content);
  }

  @Test
  void largePiecesStayWhereTheyAre() {
    byte[] large = World.noise(1, (int) Appends.MAX_REWRITTEN + 1);
    store.append(HERE, 0, large);
    store.append(HERE, large.length, large);
    store.append(HERE, 2L * large.length, World.utf8("x"));
    List<Piece> pieces = store.row(HERE).object().place().pieces(2L * large.length + 1);
    assertThat(pieces).hasSize(3);
    assertThat(pieces).extracting(Piece::lastOrdinal).containsExactly(0, 1, 2);
    assertThat(get(HERE)).isEqualTo(joined(large, large, World.utf8("x")));
  }

  @Test
  void tenThousandPartsAreTheMost() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      store.append(HERE, i, World.utf8("x"));
    }
    refused(S3Error.TooManyParts, () -> store.append(HERE, 10_000, World.utf8("x")));
    Spot copy = new Spot(DIRECTORY, "copy");
    store.copy(now(HERE), copy, new Asked(Sse.NONE, SseCustomer.NONE, "m"));
    store.append(copy, 10_000, World.utf8("x"));
    assertThat(size(copy)).isEqualTo(10_001);
  }

  private void rename(String from, String to) {
    var op =
        new RenameObject(DIRECTORY, to, from, Preconditions.NONE, null, null, null, null, null);
    store.store().renames().rename(CALLER, op);
  }

  @ParameterizedTest
  @EnumSource(Begun.class)
  void whatGrewIsRenamedAndGrowsOn(Begun begun) {
    Spot first = new Spot(DIRECTORY, "first");
    Spot second = new Spot(DIRECTORY, "second");
    byte[] added = World.noise(50, 30_000);
    byte[] more = World.noise(51, 20_000);
    begun.put(store, first);
    store.append(first, begun.sizeBytes, added);
    rename("first", "second");
    store.append(second, begun.sizeBytes + added.length, more);
    rename("second", "first");
    store.append(first, begun.sizeBytes + added.length + more.length, World.utf8("x"));
    byte[] content = joined(begun.content(), added, more, World.utf8("x"));
    assertThat(get(first)).isEqualTo(content);
    store.restart();
    store.sweep();
    assertThat(get(first)).isEqualTo(content);
    begun.put(store, first);
    store
        .store()
        .deletes()
        .deleteObject(
            CALLER,
            new dev.coffer.wire.s3.DeleteObject(DIRECTORY, "first", null, null, null, null));
    assertThat(store.blobsAfterSweep()).isZero();
  }

  @Test
  void aReaderOfWhatItWasReadsOn() throws IOException {
    byte[] large = World.noise(1, 300_000);
    store.append(HERE, 0, large);
    store.append(HERE, large.length, World.utf8("tail"));
    try (InputStream reading = store.get(now(HERE), null, null).content().stream()) {
      byte[] begin = reading.readNBytes(1000);
      store.append(HERE, large.length + 4L, World.noise(2, 20_000));
      store.sweep();
      assertThat(joined(begin, reading.readAllBytes()))
          .isEqualTo(joined(large, World.utf8("tail")));
    }
    assertThat(store.blobsAfterSweep()).isEqualTo(2);
  }

  @Test
  void manyAtOnceAddEachOnce() throws Exception {
    store.append(HERE, 0, World.utf8("begin-----"));
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 6; thread++) {
        String name = "thread-" + thread + "-";
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < 10; i++) {
                added(World.utf8(name + i));
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    String content = new String(get(HERE), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(content).hasSize(610).startsWith("begin-----");
    List<String> records = new ArrayList<>();
    for (int at = 10; at < content.length(); at += 10) {
      records.add(content.substring(at, at + 10));
    }
    assertThat(records).doesNotHaveDuplicates().hasSize(60);
  }

  private void added(byte[] record) {
    while (true) {
      try {
        store.append(HERE, size(HERE), record);
        return;
      } catch (S3Exception e) {
        assertThat(e.error())
            .isIn(S3Error.InvalidWriteOffset, S3Error.ConditionalRequestConflict, S3Error.SlowDown);
      }
    }
  }

  static Stream<Arguments> crashes() {
    return Stream.of(Begun.INLINE, Begun.BLOB, Begun.PARTS)
        .flatMap(begun ->
            Stream.of(10, 90_000)
                .filter(added -> begun != Begun.PARTS || added == 10)
                .map(added -> Arguments.of(begun, added)));
  }

  @ParameterizedTest
  @MethodSource("crashes")
  void endsAtEveryCall(Begun begun, int addedBytes) {
    byte[] before = begun.content();
    byte[] middle = World.noise(60, 20_000);
    byte[] added = World.noise(61, addedBytes);
    int calls = 0;
    boolean broken = true;
    while (broken) {
      try (var crashing = new FusedStore()) {
        begun.put(crashing, HERE);
        crashing.append(HERE, before.length, middle);
        broken = brokenAt(crashing, calls, joined(before, middle).length, added);
        requireOneOf(crashing, joined(before, middle), joined(before, middle, added), broken);
      }
      calls++;
    }
    assertThat(calls).as("calls that could be the last").isGreaterThan(4);
  }

  private static boolean brokenAt(FusedStore store, int calls, long offset, byte[] added) {
    store.fuse.burn(calls);
    boolean broken = false;
    try {
      store.append(HERE, offset, added);
    } catch (RuntimeException _) {
      broken = true;
    }
    boolean blown = store.fuse.blown();
    assertThat(broken).isEqualTo(blown);
    store.restart();
    return blown;
  }

  private static void requireOneOf(FusedStore store, byte[] before, byte[] after, boolean broken) {
    byte[] found = TestStore.read(store.get(now(HERE), null, null));
    assertThat(Arrays.equals(found, after) || (broken && Arrays.equals(found, before))).isTrue();
    store.append(HERE, found.length, World.utf8("more"));
    int blobs = 0;
    for (Piece piece : store.row(HERE).object().place().pieces(found.length + 4L)) {
      blobs += piece.body() instanceof Piece.OfBlob ? 1 : 2;
    }
    assertThat(store.blobsAfterSweep()).isEqualTo(blobs);
    assertThat(TestStore.read(store.get(now(HERE), null, null)))
        .isEqualTo(joined(found, World.utf8("more")));
  }
}
