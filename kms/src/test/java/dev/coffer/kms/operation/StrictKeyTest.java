package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.asRootOf;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.MemoryCustody;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.key.MaterialRows;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.GetKeyPolicy;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.WrappingAlgorithm;
import dev.coffer.wire.kms.WrappingKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys whose material a backend wraps: what an outage of it does, and what Amazon refuses. */
final class StrictKeyTest {
  private static final String STORE = "cks-0123456789abcdef0";
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/";

  private final MemoryKv kv = new MemoryKv();
  private final StoreRootKey root = TestKms.newRoot();
  private final MemoryCustody.Server backend = new MemoryCustody.Server();
  private final AtomicReference<TestKms> service = new AtomicReference<>();
  private TestKms kms = with(Duration.ZERO);

  /** The service as after a start: what is stored is there, what was kept in memory is not. */
  private TestKms with(Duration cache) {
    InstantSource clock = () -> service.get().instant();
    return with(stores(cache, clock));
  }

  private CustomKeyStores stores(Duration cache, InstantSource clock) {
    return backend.store(STORE, TestKms.ACCOUNT, cache, clock, Entropy.system());
  }

  private TestKms with(CustomKeyStores stores) {
    return with(stores, root);
  }

  private TestKms with(CustomKeyStores stores, StoreRootKey rootKey) {
    kms = new TestKms(kv, Quotas.off(), stores, rootKey);
    service.set(kms);
    return kms;
  }

  static CreateKey inStore(
      @Nullable String store, @Nullable Origin origin, @Nullable KeySpec spec) {
    KeyUsage usage = spec == null ? null : KeyUsage.GENERATE_VERIFY_MAC;
    return new CreateKey(null, null, usage, null, spec, origin, store, null, null, null, null);
  }

  private KeyMetadata make() {
    return kms.ops.newKeys().create(asRoot(), inStore(STORE, null, null)).keyMetadata();
  }

  private String key() {
    return make().keyId();
  }

  private String sealing(String key) {
    return refusal(() -> kms.encrypted(key, "text", Map.of()));
  }

  @Test
  void aKeyInAStoreSaysSoAndEncrypts() {
    KeyMetadata made = make();
    assertThat(made.customKeyStoreId()).isEqualTo(STORE);
    assertThat(made.origin()).isEqualTo(Origin.AWS_CLOUDHSM);
    assertThat(made.keyState()).isEqualTo(KeyState.Enabled);
    assertThat(kms.describe(made.keyId())).isEqualTo(made);
    assertThat(kms.trail.events.getFirst().requestParameters())
        .containsEntry("customKeyStoreId", STORE);
    Blob sealed = kms.encrypted(made.keyId(), "text", Map.of("a", "b"));
    assertThat(kms.decrypted(sealed, Map.of("a", "b"))).isEqualTo("text");
    assertThat(kms.symmetric().customKeyStoreId()).isNull();
  }

  @Test
  void everyUseAsksTheBackendWhereNothingIsKept() {
    String key = key();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    int before = backend.asked();
    kms.decrypted(sealed, Map.of());
    kms.decrypted(sealed, Map.of());
    assertThat(backend.asked() - before).isEqualTo(2);
  }

  @Test
  void anOutageStopsTheKeyAtOnceAndItComesBack() {
    String key = key();
    String other = kms.symmetric().keyId();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    backend.running(false);
    String unavailable = "KeyUnavailableException: " + ARN + key + " is unavailable.";
    assertThat(sealing(key)).isEqualTo(unavailable);
    assertThat(refusal(() -> kms.decrypted(sealed, Map.of()))).isEqualTo(unavailable);
    assertThat(kms.trail.last().errorCode()).isEqualTo("KeyUnavailableException");
    assertThat(kms.describe(key).keyState()).isEqualTo(KeyState.Unavailable);
    assertThat(kms.describe(key).enabled()).isFalse();
    assertThat(sealing(other)).isEmpty();
    backend.running(true);
    assertThat(kms.decrypted(sealed, Map.of())).isEqualTo("text");
    assertThat(kms.describe(key).keyState()).isEqualTo(KeyState.Enabled);
  }

  @Test
  void aBackendThatIsSilentIsLeftAloneForAWhile() {
    String key = key();
    backend.running(false);
    for (int i = 0; i < 5; i++) {
      sealing(key);
    }
    int asked = backend.asked();
    backend.running(true);
    assertThat(sealing(key)).startsWith("KeyUnavailableException");
    assertThat(backend.asked()).isEqualTo(asked);
    kms.advance(Duration.ofSeconds(10));
    assertThat(sealing(key)).isEmpty();
  }

  @Test
  void whatIsKeptIsUsedForItsTimeAndNotLonger() {
    with(Duration.ofSeconds(30));
    String key = key();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    backend.running(false);
    kms.advance(Duration.ofSeconds(29));
    assertThat(kms.decrypted(sealed, Map.of())).isEqualTo("text");
    kms.advance(Duration.ofSeconds(1));
    assertThat(sealing(key)).startsWith("KeyUnavailableException");
  }

  @Test
  void aDisabledKeyIsForgottenAtOnce() {
    with(Duration.ofHours(1));
    String key = key();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    kms.ops.life().disable(asRoot(), new DisableKey(key));
    assertThat(sealing(key)).startsWith("DisabledException");
    backend.running(false);
    kms.ops.life().enable(asRoot(), new EnableKey(key));
    assertThat(refusal(() -> kms.decrypted(sealed, Map.of())))
        .startsWith("KeyUnavailableException");
    backend.running(true);
    kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key, 7));
    assertThat(sealing(key)).startsWith("KMSInvalidStateException");
  }

  /** The caller is told that we cannot; the operator is told what by the failure that is logged. */
  @Test
  void aRefusedPinIsNoOutage() {
    String key = key();
    backend.refusing(true);
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(() -> kms.encrypted(key, "text", Map.of()))
        .extracting(CustodyException::reason)
        .isEqualTo(CustodyException.Reason.REFUSED);
    assertThat(kms.trail.last().errorCode()).isEqualTo("KMSInternalException");
  }

  @Test
  void itsCiphertextsOutliveTheProcess() {
    String key = key();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    with(Duration.ZERO);
    assertThat(kms.describe(key).customKeyStoreId()).isEqualTo(STORE);
    assertThat(kms.decrypted(sealed, Map.of())).isEqualTo("text");
  }

  @Test
  void withoutItsStoreAKeyIsUnavailableAndMayBeDescribedAndDeleted() {
    String key = key();
    with(CustomKeyStores.none());
    String unavailable = "KMSInvalidStateException: " + ARN + key + " is unavailable.";
    assertThat(sealing(key)).isEqualTo(unavailable);
    assertThat(kms.describe(key).keyState()).isEqualTo(KeyState.Unavailable);
    assertThat(kms.ops.policies().get(asRoot(), new GetKeyPolicy(key, null)).policyName())
        .isEqualTo("default");
    kms.ops.life().disable(asRoot(), new DisableKey(key));
    kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key, 7));
    assertThat(kms.describe(key).keyState()).isEqualTo(KeyState.PendingDeletion);
    assertThat(sealing(key)).endsWith("is pending deletion.");
  }

  @Test
  void reEncryptGoesIntoAStoreAndOutOfIt() {
    String strict = key();
    String plain = kms.symmetric().keyId();
    Blob inside =
        kms.ops
            .ciphering()
            .reEncrypt(asRoot(), reEncrypt(kms.encrypted(plain, "text", Map.of()), strict))
            .ciphertextBlob();
    Blob outside =
        kms.ops.ciphering().reEncrypt(asRoot(), reEncrypt(inside, plain)).ciphertextBlob();
    backend.running(false);
    assertThat(kms.decrypted(outside, Map.of())).isEqualTo("text");
    assertThat(refusal(() -> kms.ops.ciphering().reEncrypt(asRoot(), reEncrypt(inside, plain))))
        .startsWith("KeyUnavailableException: " + ARN + strict);
  }

  private static ReEncrypt reEncrypt(Blob ciphertext, String to) {
    return new ReEncrypt(ciphertext, null, null, to, null, null, null, null, null, null);
  }

  @Test
  void aChangeOfTheRootKeyDoesNotTouchItAndDoesNotNeedTheBackend() {
    String key = key();
    Blob sealed = kms.encrypted(key, "text", Map.of());
    backend.running(false);
    var rows =
        new MaterialRows(
            kv, new Index("system"), root -> new WrappingKey(TestKms.key("11")), Entropy.system());
    assertThat(rows.rewrap(root)).isZero();
    backend.running(true);
    assertThat(kms.decrypted(sealed, Map.of())).isEqualTo("text");
  }

  @Test
  void whatAmazonsStoresDoNotHaveIsRefused() {
    String key = key();
    String origin =
        "UnsupportedOperationException: "
            + ARN
            + key
            + " origin is AWS_CLOUDHSM which is not valid for this operation.";
    assertThat(
            refusal(() -> kms.ops.rotations().enable(asRoot(), new EnableKeyRotation(key, null))))
        .isEqualTo(origin);
    assertThat(refusal(() -> kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(key))))
        .isEqualTo(origin);
    assertThat(refusal(() -> kms.ops.rotations().status(asRoot(), new GetKeyRotationStatus(key))))
        .isEqualTo(origin);
    assertThat(
            refusal(() ->
                kms.ops.rotations().list(asRoot(), new ListKeyRotations(key, null, null, null))))
        .isEqualTo(origin);
    assertThat(
            refusal(() ->
                kms.ops
                    .importing()
                    .parameters(
                        asRoot(),
                        new GetParametersForImport(
                            key, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048))))
        .isEqualTo(origin);
  }

  @Test
  void keysThatDoNotFitAStoreAreNotMade() {
    assertThat(creating(inStore("cks-00000000000000000", null, null)))
        .isEqualTo(
            "CustomKeyStoreNotFoundException: Custom key store 'cks-00000000000000000' does not"
                + " exist");
    assertThat(creating(inStore(STORE, Origin.AWS_KMS, null))).startsWith("ValidationException");
    assertThat(creating(inStore(STORE, Origin.EXTERNAL, null))).startsWith("ValidationException");
    assertThat(creating(inStore(null, Origin.AWS_CLOUDHSM, null)))
        .startsWith("ValidationException");
    assertThat(creating(inStore(STORE, Origin.EXTERNAL_KEY_STORE, null)))
        .startsWith("UnsupportedOperationException");
    assertThat(creating(inStore(STORE, Origin.AWS_CLOUDHSM, KeySpec.HMAC_256)))
        .startsWith("UnsupportedOperationException");
    assertThat(
            refusal(() ->
                kms.ops.newKeys().create(asRootOf(TestKms.OTHER), inStore(STORE, null, null))))
        .startsWith("CustomKeyStoreNotFoundException");
    backend.running(false);
    assertThat(creating(inStore(STORE, null, null))).startsWith("DependencyTimeoutException");
    backend.running(true);
    assertThat(creating(inStore(STORE, Origin.AWS_CLOUDHSM, null))).isEmpty();
  }

  private String creating(CreateKey op) {
    return refusal(() -> kms.ops.newKeys().create(asRoot(), op));
  }
}
