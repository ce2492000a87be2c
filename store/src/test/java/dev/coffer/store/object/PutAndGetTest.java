package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.NO_HEADERS;
import static dev.coffer.store.TestStore.NO_OVERRIDES;
import static dev.coffer.store.TestStore.OWNER;
import static dev.coffer.store.TestStore.bytes;
import static dev.coffer.store.TestStore.getOp;
import static dev.coffer.store.TestStore.putOp;
import static dev.coffer.store.TestStore.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.iam.auth.Caller;
import dev.coffer.store.TestStore;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.ResponseOverrides;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PutAndGetTest {
  private final TestStore test = TestStore.withBucket();

  static byte[] content(int sizeBytes) {
    byte[] content = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(content);
    return content;
  }

  private static PutObject with(PutObject op, Integrity integrity) {
    return new PutObject(
        op.bucket(),
        op.key(),
        op.headers(),
        op.sse(),
        op.sseCustomer(),
        op.acl(),
        null,
        Extras.NONE,
        integrity,
        op.conditions(),
        null,
        null,
        null,
        op.content());
  }

  private static PutObject with(
      PutObject op, Acl acl, @Nullable String storageClass, @Nullable String payer) {
    return new PutObject(
        op.bucket(),
        op.key(),
        op.headers(),
        op.sse(),
        op.sseCustomer(),
        acl,
        storageClass,
        Extras.NONE,
        op.integrity(),
        op.conditions(),
        null,
        payer,
        null,
        op.content());
  }

  private static GetObject getWith(
      String key, ResponseOverrides overrides, @Nullable String checksumMode) {
    return new GetObject(
        BUCKET,
        key,
        null,
        null,
        null,
        Preconditions.NONE,
        overrides,
        checksumMode,
        SseCustomer.NONE,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 16383, 16384, 16385, 32768, 65536, 131_072, 200_000, 1_048_576, 3_000_001})
  void whatWasPutIsReadBack(int sizeBytes) throws Exception {
    byte[] content = content(sizeBytes);
    PutObject.Output put = test.put(putOp("key", content));
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    assertThat(put.eTag()).isEqualTo('"' + md5 + '"');
    assertThat(put.versionId()).isNull();
    assertThat(put.sse()).isEqualTo(SseApplied.SSE_S3);

    GetObject.Output got = test.get(getOp("key", null, null));
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.content().sizeBytes()).isEqualTo(sizeBytes);
    assertThat(got.view().contentLength()).isEqualTo(sizeBytes);
    assertThat(got.view().eTag()).isEqualTo(put.eTag());
    assertThat(got.view().sse()).isEqualTo(SseApplied.SSE_S3);
    assertThat(got.view().versionId()).isNull();
    assertThat(read(got)).isEqualTo(content);
    assertThat(test.head("key", null).view()).isEqualTo(got.view());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4096})
  void streamsThatGiveLittleAtATimeAreReadWhole(int most) throws IOException {
    byte[] content = content(40_000);
    var slow =
        new ByteArrayInputStream(content) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, most));
          }
        };
    PutObject op = putOp("key", new byte[0]);
    test.put(
        new PutObject(
            BUCKET,
            "key",
            NO_HEADERS,
            op.sse(),
            op.sseCustomer(),
            op.acl(),
            null,
            Extras.NONE,
            op.integrity(),
            op.conditions(),
            null,
            null,
            null,
            new Body(slow, Body.UNKNOWN)));
    assertThat(read(test.get(getOp("key", null, null)))).isEqualTo(content);
    try (InputStream in = test.get(getOp("key", null, null)).content().stream()) {
      byte[] back = new byte[content.length];
      int at = 0;
      for (int n = in.read(back, 0, most); n > 0; n = in.read(back, at, most)) {
        at = Math.min(at + n, content.length - most);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a//b", "../up", "nul\u0000", "plus+ %2F", "end/", "schön/日本/🦊", "."})
  void awkwardKeysAreKeys(String key) {
    test.put(key, "of " + key);
    assertThat(test.text(key)).isEqualTo("of " + key);
  }

  @Test
  void keysOfMoreThanTheLimitAreRefused() {
    test.put("é".repeat(512), "longest");
    var refusal = refusal(() -> test.put("é".repeat(512) + "x", "too long"));
    assertThat(refusal.error()).isEqualTo(S3Error.KeyTooLongError);
    assertThat(refusal.elements())
        .containsEntry("Size", "1025")
        .containsEntry("MaxSizeAllowed", "1024");
  }

  @Test
  void headersAndMetadataComeBack() {
    var headers =
        new ObjectHeaders(
            "no-cache",
            "inline",
            "gzip",
            "de",
            "text/plain",
            "Thu, 01 Dec 2033 16:00:00 GMT",
            Map.of("color", "blue", "name", "süß"));
    test.put(putOp("key", bytes("x"), headers, WriteConditions.NONE));
    assertThat(test.head("key", null).view().headers()).isEqualTo(headers);
  }

  @Test
  void objectWithoutTypeHasAmazonsUsualOne() {
    test.put("key", "x");
    assertThat(test.head("key", null).view().headers().contentType())
        .isEqualTo("binary/octet-stream");
  }

  @Test
  void awsChunkedIsNoEncodingOfTheObject() {
    for (String sent : new String[] {"aws-chunked", "aws-chunked,gzip", "gzip, aws-chunked"}) {
      var headers = new ObjectHeaders(null, null, sent, null, null, null, Map.of());
      test.put(putOp("key", bytes("x"), headers, WriteConditions.NONE));
      assertThat(test.head("key", null).view().headers().contentEncoding())
          .isEqualTo(sent.equals("aws-chunked") ? null : "gzip");
    }
  }

  @Test
  void metadataIsLimited() {
    var fits = new ObjectHeaders(null, null, null, null, null, null, Map.of("k", "v".repeat(2047)));
    test.put(putOp("key", bytes("x"), fits, WriteConditions.NONE));
    var over = new ObjectHeaders(null, null, null, null, null, null, Map.of("k", "ü".repeat(1024)));
    var refusal = refusal(() -> test.put(putOp("key", bytes("x"), over, WriteConditions.NONE)));
    assertThat(refusal.error()).isEqualTo(S3Error.MetadataTooLarge);
    assertThat(refusal.elements())
        .containsEntry("Size", "2049")
        .containsEntry("MaxSizeAllowed", "2048");
  }

  @Test
  void headersThatNoRowCanHoldAreRefused() {
    var huge = new ObjectHeaders("x".repeat(66_000), null, null, null, null, null, Map.of());
    assertThat(
            refusal(() -> test.put(putOp("key", bytes("x"), huge, WriteConditions.NONE))).error())
        .isEqualTo(S3Error.MetadataTooLarge);
  }

  @Test
  void overridesAreForSignedRequestsOnly() {
    test.put("key", "x");
    var overrides = new ResponseOverrides("a", "b", "c", "d", "e", "f");
    GetObject op = getWith("key", overrides, null);
    assertThat(test.get(op).view().headers())
        .isEqualTo(new ObjectHeaders("a", "b", "c", "d", "e", "f", Map.of()));
    assertRefused(
        S3Error.InvalidRequest,
        "Request specific response headers cannot be used for anonymous GET requests.",
        () -> test.store.objects().getObject(TestStore.by(new Caller.Anonymous()), op));
  }

  @Test
  void undeclaredChecksumIsCrc64Nvme() {
    PutObject.Output put = test.put("key", "123456789");
    assertThat(put.checksums().crc64nvme()).isEqualTo(crc64());
    assertThat(put.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(test.head("key", null).view().checksums()).isEqualTo(ChecksumHeaders.NONE);
    var shown = test.get(getWith("key", NO_OVERRIDES, "ENABLED")).view();
    assertThat(shown.checksums()).isEqualTo(put.checksums());
    assertThat(shown.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(refusal(() -> test.get(getWith("key", NO_OVERRIDES, "on"))).error())
        .isEqualTo(S3Error.InvalidArgument);
  }

  /** CRC-64/NVME of 123456789 is AE8B14860A799888. */
  private static String crc64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex("ae8b14860a799888"));
  }

  @Test
  void declaredChecksumIsCheckedStoredAndShown() {
    var crc32 = new ChecksumHeaders("y/Q5Jg==", null, null, null, null);
    PutObject op = putOp("key", bytes("123456789"));
    PutObject.Output put = test.put(with(op, new Integrity(null, "CRC32", null, crc32)));
    assertThat(put.checksums()).isEqualTo(crc32);
    assertThat(test.get(getWith("key", NO_OVERRIDES, "ENABLED")).view().checksums())
        .isEqualTo(crc32);
  }

  @Test
  void bodyThatIsNotWhatWasDeclaredIsNotStored() {
    for (int sizeBytes : new int[] {10, 100_000}) {
      byte[] content = content(sizeBytes);
      var wrong = new ChecksumHeaders("AAAAAA==", null, null, null, null);
      assertRefused(
          S3Error.BadDigest,
          "The CRC32 you specified did not match the calculated checksum.",
          () -> test.put(with(putOp("key", content), new Integrity(null, null, null, wrong))));
      String md5 = Base64.getEncoder().encodeToString(new byte[16]);
      assertRefused(
          S3Error.BadDigest,
          () ->
              test.put(
                  with(
                      putOp("key", content),
                      new Integrity(md5, null, null, ChecksumHeaders.NONE))));
    }
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
    assertThat(test.restart().store.sweep().sweepOnce().orphans()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 11})
  void bodyOfAnotherLengthThanDeclaredIsNotStored(long declared) {
    PutObject op = putOp("key", new byte[0]);
    var body = new Body(new ByteArrayInputStream(new byte[10]), declared);
    var put =
        new PutObject(
            BUCKET,
            "key",
            NO_HEADERS,
            op.sse(),
            op.sseCustomer(),
            op.acl(),
            null,
            Extras.NONE,
            op.integrity(),
            op.conditions(),
            null,
            null,
            null,
            body);
    assertThat(refusal(() -> test.put(put)).error()).isEqualTo(S3Error.IncompleteBody);
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
  }

  /** A connection that was cut. */
  private static final class Gone extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("gone");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  @Test
  void brokenBodyLeavesNothing() {
    var broken = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new Gone());
    PutObject op = putOp("key", new byte[0]);
    var put =
        new PutObject(
            BUCKET,
            "key",
            NO_HEADERS,
            op.sse(),
            op.sseCustomer(),
            op.acl(),
            null,
            Extras.NONE,
            op.integrity(),
            op.conditions(),
            null,
            null,
            null,
            new Body(broken, Body.UNKNOWN));
    assertThatThrownBy(() -> test.put(put)).hasRootCauseMessage("gone");
    assertRefused(S3Error.NoSuchKey, () -> test.text("key"));
    assertThat(test.restart().store.sweep().sweepOnce().orphans()).isZero();
  }

  @Test
  void tooLargeABodyIsRefusedBeforeItIsRead() {
    PutObject op = putOp("key", new byte[0]);
    var body = new Body(InputStream.nullInputStream(), 5L * 1024 * 1024 * 1024 + 1);
    var put =
        new PutObject(
            BUCKET,
            "key",
            NO_HEADERS,
            op.sse(),
            op.sseCustomer(),
            op.acl(),
            null,
            Extras.NONE,
            op.integrity(),
            op.conditions(),
            null,
            null,
            null,
            body);
    var refusal = refusal(() -> test.put(put));
    assertThat(refusal.error()).isEqualTo(S3Error.EntityTooLarge);
    assertThat(refusal.elements()).containsEntry("MaxSizeAllowed", "5368709120");
  }

  @Test
  void onlyAclsOfAnEnforcedBucketAreAccepted() {
    String owner = "id=\"" + OWNER.canonicalId() + "\"";
    PutObject op = putOp("key", bytes("x"));
    test.put(with(op, new Acl("bucket-owner-full-control", null, null, null, null), null, null));
    test.put(with(putOp("key", bytes("x")), new Acl(null, owner, null, null, null), null, null));
    for (Acl acl :
        new Acl[] {
          new Acl("public-read", null, null, null, null),
          new Acl(null, "id=somebody", null, null, null),
          new Acl(null, null, owner, null, null),
          new Acl(null, null, null, owner, null),
          new Acl(null, null, null, null, owner),
        }) {
      assertRefused(
          S3Error.AccessControlListNotSupported,
          () -> test.put(with(putOp("key", bytes("x")), acl, null, null)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STANDARD,",
    "STANDARD_IA,NotImplemented",
    "GLACIER,NotImplemented",
    "INTELLIGENT_TIERING,NotImplemented",
    "standard,InvalidStorageClass",
    "COLD,InvalidStorageClass",
  })
  void onlyTheStandardStorageClassIsServed(String storageClass, @Nullable String refused) {
    PutObject op = with(putOp("key", bytes("x")), Acl.NONE, storageClass, null);
    if (refused == null) {
      test.put(op);
    } else {
      assertThat(refusal(() -> test.put(op)).error().name()).isEqualTo(refused);
    }
  }

  @Test
  void requestPayerIsNobodyButTheRequester() {
    test.put(with(putOp("key", bytes("x")), Acl.NONE, null, "requester"));
    assertThat(
            refusal(() -> test.put(with(putOp("key", bytes("x")), Acl.NONE, null, "me"))).error())
        .isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void customersKeyIsNotApplicableToOtherObjects() {
    test.put("key", "x");
    var op =
        new GetObject(
            BUCKET,
            "key",
            null,
            null,
            null,
            Preconditions.NONE,
            NO_OVERRIDES,
            null,
            new SseCustomer("AES256", "a2V5", null),
            null,
            null);
    assertRefused(
        S3Error.InvalidRequest,
        "The encryption parameters are not applicable to this object.",
        () -> test.get(op));
  }

  @Test
  void missingKeyIsNamed() {
    var refusal = refusal(() -> test.text("gone"));
    assertThat(refusal.error()).isEqualTo(S3Error.NoSuchKey);
    assertThat(refusal.elements()).containsEntry("Key", "gone");
  }

  @Test
  void openReaderKeepsReadingWhatItOpened() {
    byte[] content = content(400_000);
    test.put(putOp("key", content));
    GetObject.Output open = test.get(getOp("key", null, null));
    test.put("key", "other");
    test.store.sweep().sweepOnce();
    assertThat(read(open)).isEqualTo(content);
    assertThat(test.text("key")).isEqualTo("other");
  }

  @Test
  void plainSseHeaderIsAccepted() {
    PutObject op = putOp("key", bytes("x"));
    var sse = new Sse("AES256", null, null, null);
    var put =
        new PutObject(
            BUCKET,
            "key",
            NO_HEADERS,
            sse,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            Integrity.NONE,
            WriteConditions.NONE,
            null,
            null,
            null,
            op.content());
    assertThat(test.put(put).sse()).isEqualTo(SseApplied.SSE_S3);
    assertThat(test.store.buckets().require(BUCKET).owner()).isEqualTo(OWNER);
    assertThat(CALLER.caller().requireAccount()).isEqualTo(OWNER);
  }
}
