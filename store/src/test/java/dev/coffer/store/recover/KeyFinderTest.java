package dev.coffer.store.recover;

import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.key.KeyService;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.Materials;
import dev.coffer.kms.key.RecordSeal;
import dev.coffer.kms.key.Rows;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestClock;
import dev.coffer.store.TestRoot;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Envelopes of every type, sealed with a real key service and opened without it. */
final class KeyFinderTest {
  private static final Entropy ENTROPY = Entropy.system();
  private static final String S3 = "s3.us-east-1.amazonaws.com";
  private static final Map<String, String> CONTEXT = Map.of("aws:s3:arn", "arn:aws:s3:::b/k");

  private final StoreRootKey root = TestRoot.create();
  private final MemoryKv kv = new MemoryKv();
  private final TestClock clock = new TestClock();
  private final TestStore store =
      TestStore.over(kv, new BucketSettings("us-east-1", Profile.YEAR_2026), root);
  private final BucketKeys bucketKeys = new BucketKeys(root, ENTROPY);
  private final WrappingKey records = new SystemKeys(kv, root, ENTROPY).require("kms-records");
  private final WrappingKey tokens = new WrappingKey(Secret.random(ENTROPY, 32));
  private final MaterialNames names = new MaterialNames(Secret.random(ENTROPY, 32));
  private final Secret customerKey = Secret.random(ENTROPY, 32);
  private final Secret otherCustomerKey = Secret.random(ENTROPY, 32);
  private final DataKeys dataKeys = DataKeys.drawTwo(ENTROPY);
  private final Bytes objectId = Bytes.copyOf(ENTROPY.bytes(16));
  private final Binding binding =
      Binding.of(root.installationId().toArray(), objectId.toByteArray());
  private final KeyOperations kms =
      new KeyOperations(
          new Foundation(
              kv,
              SystemKeys.INDEX,
              root,
              CustomKeyStores.none(),
              records,
              tokens,
              names,
              "us-east-1",
              clock,
              ENTROPY,
              event -> {},
              Quotas.off(),
              _ -> true,
              _ -> OptionalLong.empty(),
              _ -> {}));
  private final KeyFinder finder =
      new KeyFinder(bucketKeys, offline(), List.of(otherCustomerKey, customerKey));
  private String keyArn = "";

  private OfflineKms offline() {
    var seal = new RecordSeal(records, root.installationId(), ENTROPY);
    var keys = new Keys(new Rows(new FrozenKv(kv), SystemKeys.INDEX, seal));
    return new OfflineKms(
        Optional.of(keys), new Materials(root, CustomKeyStores.none(), names, ENTROPY));
  }

  @BeforeEach
  void make() {
    store.createBucket("bucket");
    var op = new CreateKey(null, null, null, null, null, null, null, null, null, null, null);
    keyArn = kms.newKeys().create(CALLER, op).keyMetadata().arn();
  }

  @AfterEach
  void close() {
    dataKeys.close();
    customerKey.close();
    otherCustomerKey.close();
    tokens.close();
    records.close();
    names.close();
  }

  private Bucket bucket() {
    return store.store.buckets().require("bucket");
  }

  private KeyService.DataKey fresh() {
    return kms.service().generateDataKey(CALLER, S3, keyArn, CONTEXT);
  }

  private static KmsCiphertext of(KeyService.DataKey key) {
    var ciphertext = dev.coffer.crypto.envelope.Bytes.of(key.ciphertext().toByteArray());
    return new KmsCiphertext(key.keyArn(), key.keyMaterialId(), CONTEXT, ciphertext);
  }

  private Envelope.SseKms sseKms() {
    try (KeyService.DataKey key = fresh();
        WrappingKey wrapping = new WrappingKey(key.plaintext().copy())) {
      return binding.sseKms(of(key), wrapping, dataKeys.inner(), ENTROPY);
    }
  }

  private Envelope.DsseKms dsse() {
    try (KeyService.DataKey key = fresh();
        WrappingKey wrapping = new WrappingKey(key.plaintext().copy());
        WrappingKey outer = bucketKeys.sseS3(bucket(), 1)) {
      var inner = binding.dsseInner(of(key), wrapping, dataKeys.inner(), ENTROPY);
      return binding.dsseKms(inner, 1, outer, dataKeys.findOuter().orElseThrow(), ENTROPY);
    }
  }

  private Envelope.SseC sseC() {
    var id = dev.coffer.crypto.envelope.Bytes.of(objectId.toByteArray());
    try (CustomerKey key = CustomerKey.forNew(customerKey, id, ENTROPY)) {
      return binding.sseC(key, dataKeys.inner(), ENTROPY);
    }
  }

  private void requireOpens(Envelope.Scheme scheme) {
    try (DataKeys opened = finder.open(bucket(), objectId, scheme)) {
      assertThat(opened.inner().sameAs(dataKeys.inner())).isTrue();
    }
  }

  @Test
  void sseS3OpensByTheBucketsKey() {
    try (WrappingKey key = bucketKeys.sseS3(bucket(), 1)) {
      var scheme = binding.sseS3(1, key, dataKeys.inner(), ENTROPY);
      requireOpens(scheme);
      assertThat(finder.needs(scheme)).isEqualTo("the bucket's key, generation 1");
    }
  }

  @Test
  void sseKmsOpensByTheMaterialBelowTheRootKey() {
    requireOpens(sseKms());
    assertThat(finder.needs(sseKms())).isEqualTo("KMS key " + keyArn + ", material 1");
  }

  @Test
  void aBucketKeyOpensWithoutTheClientsPairs() {
    try (KeyService.DataKey key = fresh();
        WrappingKey wrapping = new WrappingKey(key.plaintext().copy())) {
      requireOpens(
          binding.sseKmsBucketKey(
              of(key), Map.of("client", "pair"), wrapping, dataKeys.inner(), ENTROPY));
    }
  }

  @Test
  void dsseOpensBothLayers() {
    try (DataKeys opened = finder.open(bucket(), objectId, dsse())) {
      assertThat(opened.inner().sameAs(dataKeys.inner())).isTrue();
      assertThat(opened.findOuter().orElseThrow().sameAs(dataKeys.findOuter().orElseThrow()))
          .isTrue();
    }
    assertThat(finder.needs(dsse())).contains(keyArn).contains("generation 1");
  }

  @Test
  void sseCOpensByTheCustomersKeyAmongOthers() {
    requireOpens(sseC());
  }

  @Test
  void sseCWithoutItsKeySaysSo() {
    var without = new KeyFinder(bucketKeys, offline(), List.of());
    var wrong = new KeyFinder(bucketKeys, offline(), List.of(otherCustomerKey));
    for (KeyFinder each : List.of(without, wrong)) {
      assertThatExceptionOfType(CannotOpen.class)
          .isThrownBy(() -> each.open(bucket(), objectId, sseC()))
          .matches(CannotOpen::keyMissing)
          .withMessageContaining("customer's key");
    }
  }

  @Test
  void aDisabledKeyStillOpensOffline() {
    var scheme = sseKms();
    kms.life().disable(CALLER, new DisableKey(keyArn));
    requireOpens(scheme);
  }

  @Test
  void aDeletedKeyOpensNothingAnyMore() {
    var scheme = sseKms();
    kms.life().schedule(CALLER, new ScheduleKeyDeletion(keyArn, 7));
    requireOpens(scheme);
    clock.advance(Duration.ofDays(8));
    kms.chores().run();
    assertThatExceptionOfType(CannotOpen.class)
        .isThrownBy(() -> finder.open(bucket(), objectId, scheme))
        .matches(CannotOpen::keyMissing)
        .withMessageContaining(keyArn);
  }

  @Test
  void anotherObjectsEnvelopeIsRefused() {
    var other = Bytes.copyOf(ENTROPY.bytes(16));
    for (Envelope.Scheme scheme : List.of(sseKms(), dsse())) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> finder.open(bucket(), other, scheme));
    }
  }
}
