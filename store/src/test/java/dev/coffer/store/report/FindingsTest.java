package dev.coffer.store.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestClock;
import dev.coffer.store.TestKeys;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.DefaultEncryption;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.wire.admin.EncryptionFinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found of a bucket, by the states of the keys that it and its versions name. */
final class FindingsTest {
  private static final String ACCOUNT = TestStore.OWNER.id();
  private static final String GONE =
      "arn:aws:kms:us-east-1:" + ACCOUNT + ":key/0b1c2d3e-4f50-4617-8829-3a4b5c6d7e8f";

  private final TestKeys keys = new TestKeys(new TestClock());
  private final String key = keys.create(TestStore.CALLER);

  private static DefaultEncryption kms(String key) {
    return new DefaultEncryption.SseKms(key, false);
  }

  private static Map<SealedUnder, Count> under(
      SealedUnder.Type type, String keyArn, long versions) {
    return Map.of(new SealedUnder(type, keyArn, "m"), new Count(versions, 10));
  }

  private List<EncryptionFinding> found(
      DefaultEncryption byDefault, Map<SealedUnder, Count> counts) {
    return new Findings(new KeyLook(keys.operations.states(), ACCOUNT)).of(byDefault, true, counts);
  }

  private static List<String> codes(List<EncryptionFinding> found) {
    return found.stream().map(each -> each.severity() + " " + each.code()).toList();
  }

  @Test
  void versionsUnderAKeyThatIsGoneCannotBeRead() {
    List<EncryptionFinding> found = found(kms(key), under(SealedUnder.Type.SSE_KMS, GONE, 3));
    assertThat(codes(found))
        .containsExactly("error VersionsUnderMissingKey", "warning VersionsDifferFromDefault");
    assertThat(found.getFirst().text())
        .isEqualTo("3 versions are under " + GONE + ", which is gone.");
  }

  @Test
  void aKeyIsCountedOnceWhateverTheTypesUnderIt() {
    Map<SealedUnder, Count> counts =
        Map.of(
            new SealedUnder(SealedUnder.Type.SSE_KMS, key, "one"), new Count(1, 1),
            new SealedUnder(SealedUnder.Type.SSE_KMS_BUCKET_KEY, key, "one"), new Count(2, 1),
            new SealedUnder(SealedUnder.Type.DSSE_KMS, key, "two"), new Count(4, 1));
    keys.scheduleDeletion(TestStore.CALLER, key);
    List<EncryptionFinding> found = found(kms(key), counts);
    assertThat(codes(found))
        .containsExactly(
            "error DefaultKeyPendingDeletion",
            "error VersionsUnderKeyPendingDeletion",
            "warning VersionsDifferFromDefault");
    assertThat(found.get(1).text()).startsWith("7 versions are under " + key);
    assertThat(found.get(2).text()).startsWith("4 versions ");
  }

  @Test
  void bucketKeysAndMaterialsDoNotDiffer() {
    assertThat(found(kms(key), under(SealedUnder.Type.SSE_KMS_BUCKET_KEY, key, 1))).isEmpty();
    String id = key.substring(key.indexOf('/') + 1);
    assertThat(found(kms(id), under(SealedUnder.Type.SSE_KMS, key, 1))).isEmpty();
    keys.alias(TestStore.CALLER, "alias/a", key);
    assertThat(found(kms("alias/a"), under(SealedUnder.Type.SSE_KMS, key, 1))).isEmpty();
    assertThat(codes(found(kms(key), under(SealedUnder.Type.DSSE_KMS, key, 1))))
        .containsExactly("warning VersionsDifferFromDefault");
  }

  @Test
  void customersKeysAreNobodysButDifferFromEveryDefault() {
    assertThat(
            codes(found(new DefaultEncryption.SseS3(false), under(SealedUnder.Type.SSE_C, "", 2))))
        .containsExactly("warning VersionsDifferFromDefault");
  }

  @Test
  void aTextThatNamesNothingIsAMissingKey() {
    for (String name : List.of("aws/s3", "alias/none", "no key", GONE, "arn:aws:kms:x")) {
      assertThat(codes(found(kms(name), Map.of())))
          .as(name)
          .containsExactly("error DefaultKeyMissing");
    }
  }

  @Test
  void anotherAccountsKeyIsFoundByItsArnOnly() {
    String foreign = keys.create(TestStore.STRANGER);
    assertThat(found(kms(foreign), Map.of())).isEmpty();
    String id = foreign.substring(foreign.indexOf('/') + 1);
    assertThat(codes(found(kms(id), Map.of()))).containsExactly("error DefaultKeyMissing");
  }

  @Test
  void anOldBucketIsNotCounted() {
    var findings = new Findings(new KeyLook(keys.operations.states(), ACCOUNT));
    assertThat(codes(findings.of(new DefaultEncryption.SseS3(false), false, Map.of())))
        .containsExactly("warning NotCounted");
  }
}
