package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.World.BUCKET;
import static dev.coffer.store.object.World.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Refusals;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectEncryption.Target;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UpdateObjectEncryption: the envelope alone changes. Source: spec/encryption.md §2.11. */
final class EncryptionUpdatesTest {
  @TempDir private Path folder;
  private World world;
  private String keyArn;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
    keyArn = world.keys().create(CALLER);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, Bodies.INLINE_BYTES + 1, 300_000})
  void onlyTheEncryptionChanges(int sizeBytes) {
    byte[] content = World.noise(sizeBytes, sizeBytes);
    world.put("o", content);
    GetObject.Output before = world.read("o", null, null);
    world.pass(5_000);

    update("o", null, keyArn, "true");

    GetObject.Output after = world.read("o", null, null);
    assertThat(after.view().sse()).isEqualTo(kms(keyArn, true));
    assertThat(after.view().eTag()).isEqualTo(before.view().eTag());
    assertThat(after.view().lastModified()).isEqualTo(before.view().lastModified());
    assertThat(after.view().checksums()).isEqualTo(before.view().checksums());
    assertThat(world.get("o", null)).isEqualTo(content);
  }

  @Test
  void anObjectInPartsKeepsItsBlobsAndItsPartsChecksums() {
    Uploading upload = Uploading.begin(world, "o", "CRC32", "FULL_OBJECT");
    byte[] part = World.noise(1, 1000);
    upload.complete(upload.sent(1, part));
    var before = world.read("o", 1, null).view();

    update("o", null, keyArn, null);

    assertThat(world.read("o", 1, null).view().checksums()).isEqualTo(before.checksums());
    assertThat(world.get("o", null)).isEqualTo(part);
  }

  @Test
  void sayingNothingTurnsABucketKeyOffAndAnotherKeyTakesOver() {
    String other = world.keys().create(CALLER);
    world.put("o", World.utf8("x"), World.NO_HEADERS, new Sse("aws:kms", keyArn, null, "true"));
    update("o", null, keyArn, null);
    assertThat(sse("o")).isEqualTo(kms(keyArn, false));
    update("o", null, other, "true");
    assertThat(sse("o")).isEqualTo(kms(other, true));

    world.keys().disable(CALLER, keyArn);
    assertThat(world.get("o", null)).isEqualTo(World.utf8("x"));
    world.keys().disable(CALLER, other);
    assertThat(Refusals.refusal(() -> world.get("o", null)).error())
        .isEqualTo(S3Error.KMS_DisabledException);
  }

  @Test
  void anEarlierVersionIsChangedWhereItStands() {
    world.versioning("Enabled");
    PutObject.Output first = world.put("o", World.utf8("first"));
    world.put("o", World.utf8("second"));

    update("o", first.versionId(), keyArn, null);

    assertThat(sse("o")).isEqualTo(SseApplied.SSE_S3);
    world.delete("o", world.read("o", null, null).view().versionId());
    assertThat(sse("o")).isEqualTo(kms(keyArn, false));
    assertThat(world.get("o", null)).isEqualTo(World.utf8("first"));
  }

  @Test
  void thereMustBeSuchAnObject() {
    assertThat(Refusals.refusal(() -> update("missing", null, keyArn, null)).error())
        .isEqualTo(S3Error.NoSuchKey);
  }

  @Test
  void twoLayersCannotBeChanged() {
    world.put("o", World.utf8("x"), World.NO_HEADERS, new Sse("aws:kms:dsse", keyArn, null, null));
    assertRefused(
        S3Error.InvalidRequest,
        "The UpdateObjectEncryption operation doesn't support source objects with the encryption"
            + " type DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are"
            + " supported.",
        () -> update("o", null, keyArn, null));
    assertThat(sse("o").algorithm()).isEqualTo("aws:kms:dsse");
  }

  @Test
  void aKeyThatCannotBeUsedChangesNothing() {
    world.put("o", World.utf8("x"));
    world.keys().disable(CALLER, keyArn);
    assertThat(Refusals.refusal(() -> update("o", null, keyArn, null)).error())
        .isEqualTo(S3Error.KMS_DisabledException);
    String foreign = keyArn.replace("111122223333", "444455556666");
    assertThat(Refusals.refusal(() -> update("o", null, foreign, null)).error())
        .isEqualTo(S3Error.AccessDenied);
    assertThat(sse("o")).isEqualTo(SseApplied.SSE_S3);
  }

  @Test
  void everyRightOfTheMoveIsNeededOnBothKeys() {
    String other = world.keys().create(CALLER);
    world.put("o", World.noise(1, 100));
    update("o", null, keyArn, null);
    String[] rights = {
      "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"
    };
    for (String missing : rights) {
      List<String> others = Stream.of(rights).filter(right -> !right.equals(missing)).toList();
      S3Exception refused = refusal(() -> update(user(others), "o", other, "true"));
      assertThat(refused.error()).as(missing).isEqualTo(S3Error.AccessDenied);
      assertThat(refused.text()).contains("is not authorized to perform: " + missing);
      assertThat(sse("o")).isEqualTo(kms(keyArn, false));
    }
    update(user(List.of(rights)), "o", other, "true");
    assertThat(sse("o")).isEqualTo(kms(other, true));
  }

  /** What repeats S3's own pair goes with it: docs/decisions/0041. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aPairThatRepeatsS3sOwnFollowsTheBucketKey(String bucketKey) {
    boolean before = Boolean.parseBoolean(bucketKey);
    Map<String, String> ofObject = Map.of("a", "b", "aws:s3:arn", "arn:aws:s3:::bucket/o");
    Map<String, String> ofBucket = Map.of("aws:s3:arn", "arn:aws:s3:::bucket");
    String arn = before ? "arn:aws:s3:::bucket" : "arn:aws:s3:::bucket/o";
    String repeated = context("{\"aws:s3:arn\":\"%s\",\"a\":\"b\"}".formatted(arn));
    world.put(
        "o", World.utf8("x"), World.NO_HEADERS, new Sse("aws:kms", keyArn, repeated, bucketKey));
    assertThat(contextOfRead()).isEqualTo(before ? ofBucket : ofObject);

    update("o", null, keyArn, String.valueOf(!before));
    assertThat(sse("o")).isEqualTo(kms(keyArn, !before));
    assertThat(contextOfRead()).isEqualTo(before ? ofObject : ofBucket);

    update("o", null, keyArn, bucketKey);
    assertThat(sse("o")).isEqualTo(kms(keyArn, before));
    assertThat(world.get("o", null)).isEqualTo(World.utf8("x"));
  }

  @Test
  void whatIsWrittenUnderABucketKeyHasRoomToLoseIt() {
    String key = "k".repeat(1000);
    S3Exception refused = refusal(() -> putWithPair(key, 8_192 - 1000));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refused.text()).contains("x-amz-server-side-encryption-context");

    putWithPair(key, 7_000);
    update(key, null, keyArn, "false");
    assertThat(sse(key)).isEqualTo(kms(keyArn, false));
    assertThat(world.get(key, null)).isEqualTo(World.utf8("x"));
  }

  private void putWithPair(String key, int valueBytes) {
    String pairs = context("{\"a\":\"%s\"}".formatted("v".repeat(valueBytes)));
    world.put(key, World.utf8("x"), World.NO_HEADERS, new Sse("aws:kms", keyArn, pairs, "true"));
  }

  @Test
  void aClientsPairsStayWithAndWithoutABucketKey() {
    String pairs = context("{\"a\":\"b\"}");
    world.put("o", World.utf8("x"), World.NO_HEADERS, new Sse("aws:kms", keyArn, pairs, null));
    Map<String, String> ofObject = Map.of("a", "b", "aws:s3:arn", "arn:aws:s3:::bucket/o");
    assertThat(contextOfRead()).isEqualTo(ofObject);
    update("o", null, keyArn, "true");
    assertThat(contextOfRead()).isEqualTo(Map.of("aws:s3:arn", "arn:aws:s3:::bucket"));
    update("o", null, keyArn, "false");
    assertThat(contextOfRead()).isEqualTo(ofObject);
  }

  private static String context(String json) {
    return Base64.getEncoder().encodeToString(World.utf8(json));
  }

  private Object contextOfRead() {
    assertThat(world.get("o", null)).isEqualTo(World.utf8("x"));
    var event = world.keys().events().getLast();
    return Objects.requireNonNull(event.requestParameters().get("encryptionContext"));
  }

  private static Call user(List<String> actions) {
    String statement =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"%s\"],"
                .formatted(String.join("\",\"", actions))
            + "\"Resource\":\"*\"}]}";
    var policy = PolicyDocument.parse(statement, PolicyDocument.Kind.IDENTITY);
    var subject =
        new Subject(
            Subject.Kind.USER,
            World.OWNER.id(),
            "arn:aws:iam::" + World.OWNER.id() + ":user/bob",
            "AIDABOB",
            null,
            List.of(new NamedPolicy("inline", policy)),
            null,
            null,
            Map.of());
    return TestStore.by(new Caller.Principal(World.OWNER, subject, "AKIABOB"));
  }

  private SseApplied sse(String key) {
    return world.read(key, null, null).view().sse();
  }

  private static SseApplied kms(String keyArn, boolean bucketKey) {
    return new SseApplied("aws:kms", keyArn, bucketKey ? true : null, null, null);
  }

  private void update(
      String key, @Nullable String versionId, String arn, @Nullable String bucketKey) {
    update(CALLER, key, versionId, arn, bucketKey);
  }

  private void update(Call call, String key, String arn, @Nullable String bucketKey) {
    update(call, key, null, arn, bucketKey);
  }

  private void update(
      Call call, String key, @Nullable String versionId, String arn, @Nullable String bucketKey) {
    var document = new ObjectEncryption(new Target(arn, bucketKey), null, null, null);
    var op =
        new UpdateObjectEncryption(
            BUCKET, key, versionId, Integrity.NONE, null, null, Document.of(document));
    world.store().encryptionUpdates().update(call, op);
  }
}
