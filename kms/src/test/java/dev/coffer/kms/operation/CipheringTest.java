package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.decrypt;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.DataKeySpec;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.DryRunModifier;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GenerateDataKeyWithoutPlaintext;
import dev.coffer.wire.kms.GenerateMac;
import dev.coffer.wire.kms.GenerateRandom;
import dev.coffer.wire.kms.GetKeyLastUsage;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.MacAlgorithm;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.UsedOperation;
import dev.coffer.wire.kms.VerifyMac;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CipheringTest {
  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();

  private String refused(Blob ciphertext, Map<String, String> context) {
    return refusal(() -> kms.ops.ciphering().decrypt(asRoot(), decrypt(ciphertext, context)));
  }

  @Test
  void whatWasEncryptedComesBackWithItsKeyAndMaterial() {
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of("a", "b"));
    Decrypt.Output opened =
        kms.ops.ciphering().decrypt(asRoot(), decrypt(sealed, Map.of("a", "b")));
    assertThat(opened.plaintext()).isEqualTo(TestKms.blob("text"));
    assertThat(opened.keyId()).isEqualTo(key.arn());
    assertThat(opened.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
  }

  private static final String DRY = "DryRunOperationException";

  private String dry(@Nullable Blob ciphertext, Map<String, String> context, boolean any) {
    List<DryRunModifier> modifiers = any ? List.of(DryRunModifier.IGNORE_CIPHERTEXT) : null;
    var op = new Decrypt(ciphertext, context, null, key.arn(), null, null, true, modifiers);
    return refusal(() -> kms.ops.ciphering().decrypt(asRoot(), op));
  }

  @Test
  void aDryRunSaysWhatADecryptionWould() {
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of("a", "b"));
    assertThat(dry(sealed, Map.of("a", "b"), false)).startsWith(DRY);
    assertThat(dry(sealed, Map.of(), false)).startsWith("InvalidCiphertextException");
    assertThat(dry(sealed, Map.of(), true)).as("whatever the ciphertext").startsWith(DRY);
    assertThat(dry(null, Map.of(), true)).startsWith(DRY);
    assertThat(dry(null, Map.of(), false)).startsWith("ValidationException");
    var op = new ReEncrypt(sealed, Map.of(), null, key.arn(), null, null, null, null, true, null);
    assertThat(refusal(() -> kms.ops.ciphering().reEncrypt(asRoot(), op)))
        .startsWith("InvalidCiphertextException");
  }

  @Test
  void whoMayNotOpenIsNotToldThatHeMight() {
    var modifiers = List.of(DryRunModifier.IGNORE_CIPHERTEXT);
    var decrypt = new Decrypt(null, null, null, key.arn(), null, null, true, modifiers);
    assertThat(refusal(() -> kms.ops.ciphering().decrypt(TestKms.as("bob"), decrypt)))
        .startsWith("AccessDeniedException");
    var nameless = new Decrypt(null, null, null, null, null, null, true, modifiers);
    assertThat(refusal(() -> kms.ops.ciphering().decrypt(asRoot(), nameless))).contains("'keyId'");
    var wet = new Decrypt(null, null, null, key.arn(), null, null, null, modifiers);
    assertThat(refusal(() -> kms.ops.ciphering().decrypt(asRoot(), wet)))
        .isEqualTo(
            "ValidationException: DryRunModifiers can only be specified when DryRun is true.");
    var next = kms.symmetric();
    var op =
        new ReEncrypt(null, null, key.arn(), next.arn(), null, null, null, null, true, modifiers);
    assertThat(refusal(() -> kms.ops.ciphering().reEncrypt(asRoot(), op))).startsWith(DRY);
    assertThat(kms.trail.last().resources()).containsExactly(key.arn(), next.arn());
    var fromOnly = TestKms.as("bob", TestKms.allow("kms:ReEncryptFrom", "*"));
    assertThat(refusal(() -> kms.ops.ciphering().reEncrypt(fromOnly, op)))
        .contains("kms:ReEncryptTo");
  }

  @Test
  void allFormsOfTheKeysNameWork() {
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mine", key.keyId()));
    for (String name :
        new String[] {
          key.keyId(), key.arn(), "alias/mine", "arn:aws:kms:us-east-1:111122223333:alias/mine"
        }) {
      Encrypt.Output sealed =
          kms.ops.ciphering().encrypt(asRoot(), TestKms.encrypt(name, "text", Map.of()));
      assertThat(sealed.keyId()).isEqualTo(key.arn());
      assertThat(kms.decrypted(sealed.ciphertextBlob(), null)).isEqualTo("text");
    }
  }

  @Test
  void anAbsentContextIsAnEmptyOne() {
    Blob absent =
        kms.ops
            .ciphering()
            .encrypt(
                asRoot(), new Encrypt(key.keyId(), TestKms.blob("text"), null, null, null, null))
            .ciphertextBlob();
    assertThat(kms.decrypted(absent, Map.of())).isEqualTo("text");
    assertThat(kms.decrypted(kms.encrypted(key.keyId(), "text", Map.of()), null)).isEqualTo("text");
  }

  @Test
  void contextsThatLookAlikeAreNotTheSame() {
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of("a", "bc"));
    assertThat(refused(sealed, Map.of("ab", "c"))).isEqualTo("InvalidCiphertextException");
    assertThat(refused(sealed, Map.of("A", "bc"))).isEqualTo("InvalidCiphertextException");
    assertThat(refused(sealed, Map.of("a", "bc", "d", ""))).isEqualTo("InvalidCiphertextException");
    Blob composed = kms.encrypted(key.keyId(), "text", Map.of("caf\u00e9", "1"));
    assertThat(refused(composed, Map.of("cafe\u0301", "1")))
        .isEqualTo("InvalidCiphertextException");
    assertThat(kms.decrypted(composed, Map.of("caf\u00e9", "1"))).isEqualTo("text");
  }

  @Test
  void aContextOfMoreThan8192BytesIsRefused() {
    // count, two lengths, one name
    String longest = "v".repeat(8192 - 12 - 1);
    assertThat(kms.encrypted(key.keyId(), "text", Map.of("n", longest)).sizeBytes()).isPositive();
    assertThat(refusal(() -> kms.encrypted(key.keyId(), "text", Map.of("n", longest + "v"))))
        .startsWith("ValidationException");
  }

  @Test
  void everyPrefixAndSomeFlippedBitsAreRefusedWithoutAWord() {
    byte[] sealed = kms.encrypted(key.keyId(), "text", Map.of()).toArray();
    for (int size = 1; size < sealed.length; size++) {
      assertThat(refused(Blob.of(Arrays.copyOf(sealed, size)), Map.of()))
          .isEqualTo("InvalidCiphertextException");
    }
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      boolean otherKey = bit == 40 || (bit >= 48 && bit < 176);
      assertThat(refused(Blob.of(changed), Map.of()))
          .as("bit %d", bit)
          .startsWith(otherKey ? "AccessDeniedException" : "InvalidCiphertextException");
    }
  }

  @Test
  void aFlippedBitUnderANamedKeyNeverOpensAnything() {
    byte[] sealed = kms.encrypted(key.keyId(), "text", Map.of()).toArray();
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      String refusal =
          refusal(() ->
              kms.ops
                  .ciphering()
                  .decrypt(asRoot(), TestKms.decryptUnder(key.arn(), Blob.of(changed))));
      assertThat(refusal).matches("InvalidCiphertextException|IncorrectKeyException: .*");
    }
  }

  @Test
  void dataKeysHaveTheLengthThatWasAsked() {
    Map<GenerateDataKey, Integer> wanted = new HashMap<>();
    wanted.put(dataKey(null, DataKeySpec.AES_256), 32);
    wanted.put(dataKey(null, DataKeySpec.AES_128), 16);
    wanted.put(dataKey(1, null), 1);
    wanted.put(dataKey(1024, null), 1024);
    wanted.forEach((op, size) -> {
      GenerateDataKey.Output made = kms.ops.dataKeys().generate(asRoot(), op);
      assertThat(made.plaintext().sizeBytes()).isEqualTo(size);
      assertThat(made.ciphertextBlob().sizeBytes()).isEqualTo(86 + size);
      assertThat(made.keyId()).isEqualTo(key.arn());
      assertThat(made.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
      Decrypt.Output opened =
          kms.ops.ciphering().decrypt(asRoot(), decrypt(made.ciphertextBlob(), Map.of("c", "d")));
      assertThat(opened.plaintext()).isEqualTo(made.plaintext());
    });
  }

  private GenerateDataKey dataKey(Integer bytes, DataKeySpec spec) {
    return new GenerateDataKey(key.keyId(), Map.of("c", "d"), bytes, spec, null, null, null);
  }

  @Test
  void aDataKeyWithoutPlaintextOpensLater() {
    GenerateDataKeyWithoutPlaintext.Output made =
        kms.ops
            .dataKeys()
            .generate(
                asRoot(),
                new GenerateDataKeyWithoutPlaintext(
                    key.keyId(), null, DataKeySpec.AES_256, null, null, null));
    Decrypt.Output opened =
        kms.ops.ciphering().decrypt(asRoot(), decrypt(made.ciphertextBlob(), null));
    assertThat(opened.plaintext().sizeBytes()).isEqualTo(32);
  }

  @Test
  void reEncryptionMovesToAnotherKeyAndContext() {
    KeyMetadata other = kms.symmetric();
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of("a", "b"));
    ReEncrypt.Output moved =
        kms.ops
            .ciphering()
            .reEncrypt(
                asRoot(),
                new ReEncrypt(
                    sealed,
                    Map.of("a", "b"),
                    null,
                    other.keyId(),
                    Map.of("c", "d"),
                    null,
                    null,
                    null,
                    null,
                    null));
    assertThat(moved.sourceKeyId()).isEqualTo(key.arn());
    assertThat(moved.keyId()).isEqualTo(other.arn());
    assertThat(moved.sourceKeyMaterialId()).isEqualTo(key.currentKeyMaterialId());
    assertThat(moved.destinationKeyMaterialId()).isEqualTo(other.currentKeyMaterialId());
    assertThat(kms.decrypted(moved.ciphertextBlob(), Map.of("c", "d"))).isEqualTo("text");
    String wrongSource =
        refusal(() ->
            kms.ops
                .ciphering()
                .reEncrypt(
                    asRoot(),
                    new ReEncrypt(
                        sealed,
                        Map.of("a", "b"),
                        other.arn(),
                        other.keyId(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
    assertThat(wrongSource).startsWith("IncorrectKeyException");
  }

  @Test
  void everyHmacKeyAuthenticates() {
    for (KeySpec spec :
        new KeySpec[] {KeySpec.HMAC_224, KeySpec.HMAC_256, KeySpec.HMAC_384, KeySpec.HMAC_512}) {
      KeyMetadata mac = kms.hmac(spec);
      var algorithm = MacAlgorithm.valueOf(spec.name().replace("HMAC_", "HMAC_SHA_"));
      GenerateMac.Output made =
          kms.ops
              .macs()
              .generate(
                  asRoot(),
                  new GenerateMac(TestKms.blob("message"), mac.keyId(), algorithm, null, null));
      VerifyMac.Output verified =
          kms.ops
              .macs()
              .verify(
                  asRoot(),
                  new VerifyMac(
                      TestKms.blob("message"), mac.keyId(), algorithm, made.mac(), null, null));
      assertThat(verified.macValid()).isTrue();
      assertThat(verified.keyId()).isEqualTo(mac.arn());
      assertThat(made.mac().sizeBytes()).isEqualTo(Integer.parseInt(spec.name().substring(5)) / 8);
    }
  }

  @Test
  void randomBytesAreNotTheSameTwice() {
    var op = new GenerateRandom(32, null, null);
    assertThat(kms.ops.dataKeys().random(asRoot(), op))
        .isNotEqualTo(kms.ops.dataKeys().random(asRoot(), op));
  }

  @Test
  void theLastUseIsKnownAtOnceAndAfterItWasWrittenDown() {
    var ask = new GetKeyLastUsage(key.keyId());
    assertThat(kms.ops.life().lastUsage(asRoot(), ask).keyLastUsage().operation()).isNull();
    kms.encrypted(key.keyId(), "text", Map.of());
    GetKeyLastUsage.Output usage = kms.ops.life().lastUsage(asRoot(), ask);
    assertThat(usage.keyLastUsage().operation()).isEqualTo(UsedOperation.Encrypt);
    assertThat(usage.keyLastUsage().kmsRequestId()).isEqualTo("request-1");
    assertThat(usage.keyCreationDate()).isEqualTo(key.creationDate());
    kms.ops.chores().flushLastUses();
    assertThat(kms.ops.life().lastUsage(asRoot(), ask)).isEqualTo(usage);
  }
}
