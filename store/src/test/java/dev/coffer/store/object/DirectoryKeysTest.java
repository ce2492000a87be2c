package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.FusedStore.CALLER;
import static dev.coffer.store.object.FusedStore.DIRECTORY;
import static dev.coffer.store.object.FusedStore.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.FusedStore.Upload;
import dev.coffer.store.sse.KmsCallCount;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: spec/encryption.md §5.3, what it says of objects, and how often the key service is called.
 */
final class DirectoryKeysTest {
  private static final Spot HERE = new Spot(DIRECTORY, "a/key");
  private static final Spot THERE = new Spot(DIRECTORY, "another");
  private static final Spot OUTSIDE = new Spot(PLAIN, "key");
  private static final byte[] CONTENT = World.noise(1, 20_000);
  private static final String BUCKET_ARN =
      "arn:aws:s3express:us-east-1:" + TestStore.OWNER.id() + ":bucket/" + DIRECTORY;

  private final FusedStore store = new FusedStore();
  private final String key = store.keys.create(CALLER);

  @AfterEach
  void close() {
    store.close();
  }

  private void byDefault(String bucket, String algorithm, @Nullable String keyId) {
    store.byDefault(bucket, new Rule(new ByDefault(algorithm, keyId), true, null));
  }

  private static Sse sse(String algorithm) {
    return new Sse(algorithm, null, null, null);
  }

  private Sse kms(@Nullable String keyId) {
    return new Sse("aws:kms", keyId, null, null);
  }

  private static Asked asked(Sse sse) {
    return new Asked(sse, SseCustomer.NONE, "m");
  }

  private SseApplied put(Spot at, Sse sse) {
    try {
      store.put(at, asked(sse), CONTENT);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return applied(at);
  }

  private SseApplied applied(Spot at) {
    return store.head(now(at)).sse();
  }

  private static At now(Spot at) {
    return new At(at, null, SseCustomer.NONE);
  }

  private byte[] get(Spot at) {
    return TestStore.read(store.get(now(at), null, null));
  }

  private void copy(Spot from, Spot to, Sse sse) {
    try {
      store.copy(now(from), to, asked(sse));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private SseApplied underKey() {
    return new SseApplied("aws:kms", key, true, null, null);
  }

  private KmsCallCount calls() {
    return store.store().sse().kmsCalls();
  }

  /** How often the key service is called meanwhile: data keys made, and opened. */
  private List<Long> calls(Runnable action) {
    KmsCallCount before = calls();
    action.run();
    KmsCallCount after = calls();
    return List.of(
        after.generateDataKey() - before.generateDataKey(), after.decrypt() - before.decrypt());
  }

  @Test
  void byDefaultItIsSseS3AndTheETagIsNoDigest() {
    assertThat(put(HERE, Sse.NONE)).isEqualTo(SseApplied.SSE_S3);
    String first = store.head(now(HERE)).eTag();
    assertThat(put(HERE, sse("AES256"))).isEqualTo(SseApplied.SSE_S3);
    assertThat(store.head(now(HERE)).eTag()).isNotEqualTo(first);
    assertThat(get(HERE)).isEqualTo(CONTENT);
  }

  @Test
  void theStorageClassIsShown() {
    put(HERE, Sse.NONE);
    put(OUTSIDE, Sse.NONE);
    assertThat(store.head(now(HERE)).storageClass()).isEqualTo("EXPRESS_ONEZONE");
    assertThat(store.head(now(OUTSIDE)).storageClass()).isNull();
    copy(HERE, OUTSIDE, Sse.NONE);
    assertThat(store.head(now(OUTSIDE)).storageClass()).isNull();
  }

  @Test
  void theDefaultsKeyIsUsedWithABucketKey() {
    byDefault(DIRECTORY, "aws:kms", key);
    assertThat(put(HERE, Sse.NONE)).isEqualTo(underKey());
    assertThat(put(HERE, kms(null))).isEqualTo(underKey());
    assertThat(put(HERE, kms(key))).isEqualTo(underKey());
    assertThat(put(HERE, kms(key.substring(key.indexOf('/') + 1)))).isEqualTo(underKey());
    assertThat(put(HERE, new Sse("aws:kms", key, null, "true"))).isEqualTo(underKey());
    assertThat(get(HERE)).isEqualTo(CONTENT);
  }

  @Test
  void theContextIsTheBucketsArnAndMayBeRepeated() {
    byDefault(DIRECTORY, "aws:kms", key);
    put(HERE, new Sse("aws:kms", null, context("{\"aws:s3:arn\":\"" + BUCKET_ARN + "\"}"), null));
    put(HERE, new Sse("aws:kms", null, context("{}"), null));
    copy(HERE, THERE, Sse.NONE);
    assertThat(store.keys.events())
        .filteredOn(event -> event.eventName().equals("GenerateDataKey"))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(context(event)).isEqualTo(BUCKET_ARN));
    for (String other :
        List.of(
            "{\"aws:s3:arn\":\"arn:aws:s3:::" + DIRECTORY + "\"}",
            "{\"team\":\"red\"}",
            "{\"aws:s3:arn\":\"" + BUCKET_ARN + "\",\"team\":\"red\"}")) {
      refused(new Sse("aws:kms", null, context(other), null));
    }
  }

  private static String context(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Object context(AuditEvent event) {
    return ((Map<?, ?>) event.requestParameters().getOrDefault("encryptionContext", Map.of()))
        .get("aws:s3:arn");
  }

  private void refused(Sse sse) {
    refused(sse, SseCustomer.NONE);
  }

  /** A write is refused, and nothing of it is there. */
  private void refused(Sse sse, SseCustomer customer) {
    S3Exception refusal = refusal(() -> store.put(THERE, new Asked(sse, customer, "m"), CONTENT));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    refusal = refusal(() -> store.begin(THERE, new Asked(sse, customer, "m")));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void againstSseS3NothingElseMayBeSaid() {
    String customerKey = Base64.getEncoder().encodeToString(World.noise(5, 32));
    refused(kms(key));
    refused(kms(null));
    refused(sse("aws:kms:dsse"));
    refused(sse("AES128"));
    refused(Sse.NONE, new SseCustomer("AES256", customerKey, "x"));
    refused(new Sse("AES256", key, null, null));
    refused(new Sse(null, key, null, null));
    refused(new Sse(null, null, null, "false"));
    refused(new Sse(null, null, null, "perhaps"));
    refused(new Sse(null, null, null, "true"));
    refused(new Sse("AES256", null, null, "true"));
    assertThat(refusal(() -> get(THERE)).error()).isEqualTo(S3Error.NoSuchKey);
  }

  @Test
  void againstSseKmsNothingElseMayBeSaid() {
    byDefault(DIRECTORY, "aws:kms", key);
    store.keys.alias(CALLER, "alias/a", key);
    refused(sse("AES256"));
    refused(sse("aws:kms:dsse"));
    refused(kms("alias/a"));
    refused(kms("arn:aws:kms:us-east-1:" + TestStore.OWNER.id() + ":alias/a"));
    refused(kms("alias/aws/s3"));
    refused(kms(store.keys.create(CALLER)));
    refused(new Sse("aws:kms", null, null, "false"));
    refused(new Sse(null, key, null, null));
    assertThat(refusal(() -> get(THERE)).error()).isEqualTo(S3Error.NoSuchKey);
  }

  @Test
  void afterDeleteBucketEncryptionObjectsKeepTheirs() {
    byDefault(DIRECTORY, "aws:kms", key);
    put(HERE, Sse.NONE);
    store.store().encryption().delete(CALLER, new DeleteBucketEncryption(DIRECTORY, null));
    assertThat(applied(HERE)).isEqualTo(underKey());
    assertThat(put(THERE, Sse.NONE)).isEqualTo(SseApplied.SSE_S3);
    refused(kms(key));
  }

  @Test
  void onWritesAndReadsABucketKeySavesCalls() {
    byDefault(DIRECTORY, "aws:kms", key);
    assertThat(calls(() -> put(HERE, Sse.NONE))).containsExactly(1L, 0L);
    assertThat(calls(this::putAndReadMany)).isEqualTo(List.of(0L, 1L));
  }

  private void putAndReadMany() {
    for (int i = 0; i < 10; i++) {
      put(new Spot(DIRECTORY, "key-" + i), Sse.NONE);
      assertThat(get(HERE)).isEqualTo(CONTENT);
      assertThat(get(new Spot(DIRECTORY, "key-" + i))).isEqualTo(CONTENT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECTORY, DIRECTORY, 1, 1",
    "DIRECTORY, PLAIN, 1, 1",
    "PLAIN, DIRECTORY, 1, 1",
    "PLAIN, PLAIN, 0, 0"
  })
  void copiesThatADirectoryBucketHasPartInCallEachTime(
      Where from, Where to, long made, long opened) {
    byDefault(DIRECTORY, "aws:kms", key);
    byDefault(PLAIN, "aws:kms", key);
    Spot source = new Spot(from.bucket, "source");
    Spot copied = new Spot(to.bucket, "copied");
    put(source, Sse.NONE);
    put(copied, Sse.NONE);
    get(source);
    for (int i = 0; i < 3; i++) {
      assertThat(calls(() -> copy(source, copied, Sse.NONE))).containsExactly(made, opened);
      assertThat(get(copied)).isEqualTo(CONTENT);
      assertThat(applied(copied)).isEqualTo(underKey());
    }
    assertThat(calls(() -> put(source, Sse.NONE)))
        .as("what was kept stays")
        .containsExactly(0L, 0L);
  }

  /** Buckets by the names of their constants. */
  enum Where {
    DIRECTORY(FusedStore.DIRECTORY),
    PLAIN(FusedStore.PLAIN);

    private final String bucket;

    Where(String bucket) {
      this.bucket = bucket;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DIRECTORY, DIRECTORY, 2",
    "DIRECTORY, PLAIN, 2",
    "PLAIN, DIRECTORY, 2",
    "PLAIN, PLAIN, 0"
  })
  void copiesOfPartsCallEachTime(Where from, Where to, long opened) throws IOException {
    byDefault(DIRECTORY, "aws:kms", key);
    byDefault(PLAIN, "aws:kms", key);
    Spot source = new Spot(from.bucket, "source");
    put(source, Sse.NONE);
    get(source);
    Upload upload = store.begin(new Spot(to.bucket, "copied"), asked(Sse.NONE));
    store.part(upload, 2, CONTENT);
    var first = new java.util.ArrayList<CompletedPart>();
    for (int i = 0; i < 3; i++) {
      assertThat(calls(() -> first.add(copied(upload, source)))).containsExactly(0L, opened);
    }
    store.complete(upload, List.of(first.getLast()));
    assertThat(get(upload.spot())).isEqualTo(CONTENT);
  }

  private CompletedPart copied(Upload upload, Spot source) {
    try {
      return store.partCopy(upload, 1, now(source), new Extent(0, CONTENT.length - 1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aCopyMayAskForSseS3OrTheBucketsKeyUnderSseKms() {
    put(OUTSIDE, Sse.NONE);
    byDefault(DIRECTORY, "aws:kms", key);
    copy(OUTSIDE, HERE, sse("AES256"));
    assertThat(applied(HERE)).isEqualTo(SseApplied.SSE_S3);
    assertThat(refusal(() -> copy(OUTSIDE, HERE, new Sse("AES256", null, null, "true"))).elements())
        .containsEntry("ArgumentName", "x-amz-server-side-encryption-bucket-key-enabled");
    copy(OUTSIDE, HERE, kms(key));
    assertThat(applied(HERE)).isEqualTo(underKey());
    copy(OUTSIDE, HERE, kms(null));
    assertThat(applied(HERE)).isEqualTo(underKey());
    String other = store.keys.create(CALLER);
    assertThat(refusal(() -> copy(OUTSIDE, HERE, kms(other))).error())
        .isEqualTo(S3Error.InvalidArgument);
  }

  @Test
  void aCopyMayNotAskForSseKmsUnderSseS3() {
    put(OUTSIDE, Sse.NONE);
    assertThat(refusal(() -> copy(OUTSIDE, HERE, kms(key))).error())
        .isEqualTo(S3Error.InvalidArgument);
    copy(OUTSIDE, HERE, sse("AES256"));
    assertThat(applied(HERE)).isEqualTo(SseApplied.SSE_S3);
  }

  @Test
  void partsAreCopiedOnlyUnderTheDefault() {
    put(OUTSIDE, Sse.NONE);
    Upload upload = store.begin(HERE, asked(Sse.NONE));
    byDefault(DIRECTORY, "aws:kms", key);
    assertThat(refusal(() -> copied(upload, OUTSIDE)).error()).isEqualTo(S3Error.InvalidRequest);
  }
}
