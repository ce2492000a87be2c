package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.MISSING;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.decrypt;
import static dev.coffer.kms.operation.TestKms.decryptUnder;
import static dev.coffer.kms.operation.TestKms.encrypt;
import static dev.coffer.kms.operation.TestKms.newKey;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.CustomerMasterKeySpec;
import dev.coffer.wire.kms.DataKeySpec;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.DryRunModifier;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.Encrypt;
import dev.coffer.wire.kms.EncryptionAlgorithm;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GenerateMac;
import dev.coffer.wire.kms.GenerateRandom;
import dev.coffer.wire.kms.GetKeyPolicy;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.GetPublicKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.MacAlgorithm;
import dev.coffer.wire.kms.MessageType;
import dev.coffer.wire.kms.MultiRegionKeyType;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.Recipient;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.Sign;
import dev.coffer.wire.kms.SigningAlgorithm;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.kms.Verify;
import dev.coffer.wire.kms.VerifyMac;
import dev.coffer.wire.kms.WrappingAlgorithm;
import dev.coffer.wire.kms.WrappingKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The answers that spec/kms.md records: code, text and which fields there are. */
final class RecordedAnswersTest {
  private static final String ARN = "arn:aws:kms:us-east-1:111122223333:key/";

  private final TestKms kms = new TestKms();
  private final List<DynamicTest> cases = new ArrayList<>();

  private void row(String name, String expected, Runnable call) {
    cases.add(DynamicTest.dynamicTest(name, () -> assertThat(refusal(call)).isEqualTo(expected)));
  }

  private void describe(String keyId) {
    kms.ops.life().describe(asRoot(), new DescribeKey(keyId, null));
  }

  private void disable(String keyId) {
    kms.ops.life().disable(asRoot(), new DisableKey(keyId));
  }

  private static CreateKey tagged(List<Tag> tags) {
    return new CreateKey(null, null, null, null, null, null, null, null, tags, null, null);
  }

  @TestFactory
  List<DynamicTest> naming() {
    row(
        "nonsense",
        "NotFoundException: Invalid keyId 'fake-key-id'",
        () -> describe("fake-key-id"));
    row(
        "32 digits without dashes",
        "NotFoundException: Invalid keyId '1234abcd12ab34cd56ef1234567890ab'",
        () -> describe("1234abcd12ab34cd56ef1234567890ab"));
    row(
        "multi-Region nonsense",
        "NotFoundException: Invalid keyId 'mrk-fake-key-id'",
        () -> describe("mrk-fake-key-id"));
    row(
        "another region",
        "NotFoundException: Invalid arn eu-central-1",
        () -> describe("arn:aws:kms:eu-central-1:111122223333:key/" + MISSING));
    row(
        "unknown id",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () -> describe(MISSING));
    row(
        "unknown ARN",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () -> describe(ARN + MISSING));
    row(
        "unknown multi-Region id",
        "NotFoundException: Key '" + ARN + "mrk-d3b95762d3b95762d3b95762d3b95762' does not exist",
        () -> describe("mrk-d3b95762d3b95762d3b95762d3b95762"));
    row(
        "unknown alias",
        "NotFoundException: Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.",
        () -> describe("alias/none"));
    row(
        "malformed ARN",
        "InvalidArnException: Invalid arn arn:aws:s3:::bucket",
        () -> describe("arn:aws:s3:::bucket"));
    row(
        "an alias where only keys are taken",
        "NotFoundException: Invalid keyId 'alias/aws/s3'",
        () -> disable("alias/aws/s3"));
    String foreign = "arn:aws:kms:us-east-1:444455556666:key/";
    String invisible =
        "AccessDeniedException: User: arn:aws:iam::111122223333:root is not authorized to perform:"
            + " kms:DescribeKey on this resource because the resource does not exist in this"
            + " Region, no resource-based policies allow access, or a resource-based policy"
            + " explicitly denies access";
    String theirs =
        kms.ops
            .newKeys()
            .create(TestKms.asRootOf(TestKms.OTHER), newKey(null, null, null))
            .keyMetadata()
            .keyId();
    row("another account's, missing", invisible, () -> describe(foreign + MISSING));
    row("another account's, there", invisible, () -> describe(foreign + theirs));
    row(
        "another account's by its bare id",
        "NotFoundException: Key '" + ARN + theirs + "' does not exist",
        () -> describe(theirs));
    return cases;
  }

  @TestFactory
  List<DynamicTest> newKeys() {
    row(
        "usage missing",
        "ValidationException: You must specify a KeyUsage value for all KMS keys except for"
            + " symmetric encryption keys.",
        () -> kms.ops.newKeys().create(asRoot(), newKey(KeySpec.HMAC_256, null, null)));
    row(
        "usage of another kind",
        "ValidationException: KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048",
        () ->
            kms.ops
                .newKeys()
                .create(asRoot(), newKey(KeySpec.RSA_2048, KeyUsage.KEY_AGREEMENT, null)));
    row(
        "both specs",
        "ValidationException: You cannot specify KeySpec and CustomerMasterKeySpec in the same"
            + " request. CustomerMasterKeySpec is deprecated.",
        () ->
            kms.ops
                .newKeys()
                .create(
                    asRoot(),
                    new CreateKey(
                        null,
                        null,
                        null,
                        CustomerMasterKeySpec.SYMMETRIC_DEFAULT,
                        KeySpec.SYMMETRIC_DEFAULT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
    row(
        "a curve that is not served",
        "UnsupportedOperationException: KeySpec ECC_SECG_P256K1 is not supported.",
        () -> create(KeySpec.ECC_SECG_P256K1, KeyUsage.SIGN_VERIFY, null));
    row(
        "a pair that encrypts",
        "UnsupportedOperationException: KeyUsage ENCRYPT_DECRYPT with KeySpec RSA_2048 is not"
            + " supported.",
        () -> create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, null));
    row(
        "a pair that agrees",
        "UnsupportedOperationException: KeyUsage KEY_AGREEMENT with KeySpec ECC_NIST_P256 is not"
            + " supported.",
        () -> create(KeySpec.ECC_NIST_P256, KeyUsage.KEY_AGREEMENT, null));
    row(
        "a pair from outside",
        "UnsupportedOperationException: Origin EXTERNAL with KeySpec ECC_NIST_P256 is not"
            + " supported.",
        () -> create(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY, Origin.EXTERNAL));
    row(
        "a pair without a usage",
        "ValidationException: You must specify a KeyUsage value for all KMS keys except for"
            + " symmetric encryption keys.",
        () -> create(KeySpec.ECC_NIST_P256, null, null));
    row(
        "a curve that cannot encrypt",
        "ValidationException: KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec"
            + " ECC_NIST_P256",
        () -> create(KeySpec.ECC_NIST_P256, KeyUsage.ENCRYPT_DECRYPT, null));
    row(
        "a cluster",
        "ValidationException: Origin AWS_CLOUDHSM and CustomKeyStoreId must be specified together.",
        () -> kms.ops.newKeys().create(asRoot(), newKey(null, null, Origin.AWS_CLOUDHSM)));
    row(
        "a tag twice",
        "TagException: Duplicate tag keys",
        () ->
            kms.ops
                .newKeys()
                .create(asRoot(), tagged(List.of(new Tag("a", "1"), new Tag("a", "2")))));
    row(
        "a reserved tag",
        "TagException: Tags beginning with aws: are reserved",
        () -> kms.ops.newKeys().create(asRoot(), tagged(List.of(new Tag("AWS:a", "1")))));
    var many = new ArrayList<Tag>();
    for (int i = 0; i < 51; i++) {
      many.add(new Tag("t" + i, ""));
    }
    row(
        "51 tags",
        "TagException: Too many tags",
        () -> kms.ops.newKeys().create(asRoot(), tagged(many)));
    String key = kms.symmetric().keyId();
    kms.ops.tagging().tag(asRoot(), new TagResource(key, many.subList(0, 50)));
    row(
        "the 51st tag",
        "TagException: Too many tags",
        () -> kms.ops.tagging().tag(asRoot(), new TagResource(key, many.subList(50, 51))));
    return cases;
  }

  private void create(KeySpec spec, @Nullable KeyUsage usage, @Nullable Origin origin) {
    kms.ops.newKeys().create(asRoot(), newKey(spec, usage, origin));
  }

  @TestFactory
  List<DynamicTest> aliases() {
    KeyMetadata key = kms.symmetric();
    KeyMetadata mac = kms.hmac(KeySpec.HMAC_256);
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mine", key.keyId()));
    row(
        "no prefix",
        "ValidationException: Alias must start with the prefix \"alias/\". Please see"
            + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("mine", key.keyId())));
    row(
        "a colon",
        "ValidationException: alias/a:b contains invalid characters for an alias",
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("alias/a:b", key.keyId())));
    row(
        "an alias of an alias",
        "ValidationException: Aliases must refer to keys. Not aliases",
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("alias/new", "alias/mine")));
    row(
        "taken",
        "AlreadyExistsException: An alias with the name"
            + " arn:aws:kms:us-east-1:111122223333:alias/mine already exists",
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mine", key.keyId())));
    row(
        "reserved",
        "NotAuthorizedException",
        () -> kms.ops.aliases().create(asRoot(), new CreateAlias("alias/aws/s3", key.keyId())));
    row(
        "reserved, to be deleted",
        "NotAuthorizedException",
        () -> kms.ops.aliases().delete(asRoot(), new DeleteAlias("alias/aws/s3")));
    row(
        "unknown, to be moved",
        "NotFoundException: Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.",
        () -> kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/none", key.keyId())));
    row(
        "to a key of another kind",
        "ValidationException: Alias arn:aws:kms:us-east-1:111122223333:alias/mine can only be"
            + " associated with a key of the same type and usage.",
        () -> kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/mine", mac.keyId())));
    return cases;
  }

  @TestFactory
  List<DynamicTest> cryptography() {
    KeyMetadata key = kms.symmetric();
    KeyMetadata other = kms.symmetric();
    KeyMetadata mac = kms.hmac(KeySpec.HMAC_224);
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    row(
        "no length",
        "ValidationException: NumberOfBytes is required.",
        () -> kms.ops.dataKeys().random(asRoot(), new GenerateRandom(null, null, null)));
    String either = "ValidationException: Please specify either number of bytes or key spec.";
    row("neither length", either, () -> dataKey(key.keyId(), null, null));
    row("both lengths", either, () -> dataKey(key.keyId(), 32, DataKeySpec.AES_256));
    row(
        "an enclave",
        "UnsupportedOperationException: Recipient is not supported.",
        () ->
            kms.ops
                .dataKeys()
                .generate(
                    asRoot(),
                    new GenerateDataKey(
                        key.keyId(), null, 32, null, null, new Recipient(null, null), null)));
    row(
        "a dry run without a ciphertext",
        "DryRunOperationException: The request would have succeeded, but the DryRun option is"
            + " set.",
        () ->
            kms.ops
                .ciphering()
                .decrypt(
                    asRoot(),
                    new Decrypt(
                        null,
                        null,
                        null,
                        key.keyId(),
                        null,
                        null,
                        true,
                        List.of(DryRunModifier.IGNORE_CIPHERTEXT))));
    row(
        "no ciphertext",
        "ValidationException: 1 validation error detected: Value null at 'ciphertextBlob' failed"
            + " to satisfy constraint: Member must not be null",
        () -> kms.ops.ciphering().decrypt(asRoot(), decryptUnder(key.keyId(), null)));
    row(
        "a dry run",
        "DryRunOperationException: The request would have succeeded, but the DryRun option is"
            + " set.",
        () ->
            kms.ops
                .ciphering()
                .encrypt(
                    asRoot(), new Encrypt(key.keyId(), TestKms.blob("a"), null, null, null, true)));
    row(
        "encryption under an HMAC key",
        "InvalidKeyUsageException: "
            + mac.arn()
            + " key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt.",
        () -> kms.ops.ciphering().encrypt(asRoot(), encrypt(mac.keyId(), "a", Map.of())));
    row(
        "an algorithm of another kind",
        "InvalidKeyUsageException: Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec"
            + " SYMMETRIC_DEFAULT.",
        () ->
            kms.ops
                .ciphering()
                .encrypt(
                    asRoot(),
                    new Encrypt(
                        key.keyId(),
                        TestKms.blob("a"),
                        null,
                        null,
                        EncryptionAlgorithm.RSAES_OAEP_SHA_256,
                        null)));
    row(
        "an unknown key comes before a wrong algorithm",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () ->
            kms.ops
                .ciphering()
                .encrypt(
                    asRoot(),
                    new Encrypt(
                        MISSING,
                        TestKms.blob("a"),
                        null,
                        null,
                        EncryptionAlgorithm.RSAES_OAEP_SHA_256,
                        null)));
    row(
        "a MAC algorithm of another length",
        "InvalidKeyUsageException: Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.",
        () ->
            kms.ops
                .macs()
                .generate(
                    asRoot(),
                    new GenerateMac(
                        TestKms.blob("a"), mac.keyId(), MacAlgorithm.HMAC_SHA_256, null, null)));
    row(
        "a MAC algorithm of another length, to be verified",
        "InvalidKeyUsageException: Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_224.",
        () -> verifyMac(mac.keyId(), MacAlgorithm.HMAC_SHA_512));
    row(
        "a MAC under nonsense",
        "NotFoundException: Invalid keyId 'key_id'",
        () -> generateMac("key_id"));
    row(
        "a MAC under nonsense, to be verified",
        "NotFoundException: Invalid keyId 'key_id'",
        () -> verifyMac("key_id", MacAlgorithm.HMAC_SHA_224));
    row(
        "a MAC under a symmetric key",
        "InvalidKeyUsageException: "
            + key.arn()
            + " key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.",
        () -> generateMac(key.keyId()));
    row(
        "a wrong MAC",
        "KMSInvalidMacException",
        () ->
            kms.ops
                .macs()
                .verify(
                    asRoot(),
                    new VerifyMac(
                        TestKms.blob("a"),
                        mac.keyId(),
                        MacAlgorithm.HMAC_SHA_224,
                        TestKms.blob("b"),
                        null,
                        null)));
    row(
        "garbage",
        "InvalidCiphertextException",
        () -> kms.ops.ciphering().decrypt(asRoot(), decrypt(TestKms.blob("garbage"), null)));
    row(
        "a data key without its context",
        "InvalidCiphertextException",
        () -> kms.ops.ciphering().decrypt(asRoot(), decrypt(dataKeyUnderContext(key), null)));
    row(
        "one byte more",
        "InvalidCiphertextException",
        () -> kms.ops.ciphering().decrypt(asRoot(), decrypt(longer(sealed), null)));
    row(
        "another context",
        "InvalidCiphertextException",
        () -> kms.ops.ciphering().decrypt(asRoot(), decrypt(sealed, Map.of("a", "b"))));
    String incorrect =
        "IncorrectKeyException: The key ID in the request does not identify a CMK that can perform"
            + " this operation.";
    row(
        "another key",
        incorrect,
        () -> kms.ops.ciphering().decrypt(asRoot(), decryptUnder(other.keyId(), sealed)));
    row(
        "a key of another usage",
        incorrect,
        () -> kms.ops.ciphering().decrypt(asRoot(), decryptUnder(mac.keyId(), sealed)));
    row(
        "a missing key",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () -> kms.ops.ciphering().decrypt(asRoot(), decryptUnder(MISSING, sealed)));
    row(
        "a ciphertext of another's key",
        "AccessDeniedException: The ciphertext refers to a customer master key that does not"
            + " exist, does not exist in this region, or you are not allowed to access.",
        () -> kms.ops.ciphering().decrypt(TestKms.asRootOf(TestKms.OTHER), decrypt(sealed, null)));
    row(
        "rotation of an HMAC key",
        "UnsupportedOperationException",
        () -> kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(mac.keyId())));
    return cases;
  }

  @TestFactory
  List<DynamicTest> signatures() {
    KeyMetadata pair = kms.signing(KeySpec.ECC_NIST_P256);
    KeyMetadata key = kms.symmetric();
    KeyMetadata mac = kms.hmac(KeySpec.HMAC_256);
    String unfit = "InvalidKeyUsageException: %s key usage is %s which is not valid for %s.";
    row(
        "a data key under a pair",
        unfit.formatted(pair.arn(), "SIGN_VERIFY", "GenerateDataKey"),
        () -> dataKey(pair.keyId(), 32, null));
    row(
        "encryption under a pair",
        unfit.formatted(pair.arn(), "SIGN_VERIFY", "Encrypt"),
        () -> kms.ops.ciphering().encrypt(asRoot(), encrypt(pair.keyId(), "a", Map.of())));
    row(
        "a MAC under a pair",
        unfit.formatted(pair.arn(), "SIGN_VERIFY", "GenerateMac"),
        () ->
            kms.ops
                .macs()
                .generate(
                    asRoot(),
                    new GenerateMac(
                        TestKms.blob("a"), pair.keyId(), MacAlgorithm.HMAC_SHA_256, null, null)));
    row(
        "decryption by a pair",
        "IncorrectKeyException: The key ID in the request does not identify a CMK that can perform"
            + " this operation.",
        () ->
            kms.ops
                .ciphering()
                .decrypt(
                    asRoot(),
                    decryptUnder(pair.keyId(), kms.encrypted(key.keyId(), "a", Map.of()))));
    row(
        "a signature under a symmetric key",
        unfit.formatted(key.arn(), "ENCRYPT_DECRYPT", "Sign"),
        () -> sign(key.keyId(), MessageType.RAW, SigningAlgorithm.ECDSA_SHA_256));
    row(
        "a signature under an HMAC key, to be verified",
        unfit.formatted(mac.arn(), "GENERATE_VERIFY_MAC", "Verify"),
        () -> verify(mac.keyId(), SigningAlgorithm.ECDSA_SHA_256));
    row(
        "a signature under an HMAC key",
        unfit.formatted(mac.arn(), "GENERATE_VERIFY_MAC", "Sign"),
        () -> sign(mac.keyId(), MessageType.RAW, SigningAlgorithm.RSASSA_PSS_SHA_256));
    row(
        "a signature under a symmetric key, to be verified",
        unfit.formatted(key.arn(), "ENCRYPT_DECRYPT", "Verify"),
        () -> verify(key.keyId(), SigningAlgorithm.RSASSA_PSS_SHA_256));
    row(
        "an algorithm of another kind of pair",
        "InvalidKeyUsageException: Algorithm RSASSA_PSS_SHA_256 is incompatible with key spec"
            + " ECC_NIST_P256.",
        () -> sign(pair.keyId(), MessageType.RAW, SigningAlgorithm.RSASSA_PSS_SHA_256));
    row(
        "an algorithm of another length",
        "InvalidKeyUsageException: Algorithm ECDSA_SHA_384 is incompatible with key spec"
            + " ECC_NIST_P256.",
        () -> verify(pair.keyId(), SigningAlgorithm.ECDSA_SHA_384));
    row(
        "an algorithm that no served key has",
        "InvalidKeyUsageException: Algorithm ED25519_SHA_512 is incompatible with key spec"
            + " ECC_NIST_P256.",
        () -> sign(pair.keyId(), MessageType.RAW, SigningAlgorithm.ED25519_SHA_512));
    row(
        "a digest of another length",
        "ValidationException: Digest is invalid length for algorithm ECDSA_SHA_256.",
        () -> sign(pair.keyId(), MessageType.DIGEST, SigningAlgorithm.ECDSA_SHA_256));
    row(
        "what ML-DSA signs",
        "ValidationException: Message type EXTERNAL_MU is incompatible with algorithm"
            + " ECDSA_SHA_256.",
        () -> sign(pair.keyId(), MessageType.EXTERNAL_MU, SigningAlgorithm.ECDSA_SHA_256));
    row(
        "an unknown key comes before a wrong algorithm",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () -> sign(MISSING, MessageType.DIGEST, SigningAlgorithm.SM2DSA));
    row(
        "a wrong signature",
        "KMSInvalidSignatureException",
        () -> verify(pair.keyId(), SigningAlgorithm.ECDSA_SHA_256));
    row(
        "the public half of a symmetric key",
        "UnsupportedOperationException",
        () -> publicKey(key.keyId()));
    row(
        "the public half of an HMAC key",
        "UnsupportedOperationException",
        () -> publicKey(mac.keyId()));
    row(
        "rotation of a pair",
        "UnsupportedOperationException",
        () -> kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(pair.keyId())));
    return cases;
  }

  private void generateMac(String keyId) {
    MacAlgorithm algorithm = MacAlgorithm.HMAC_SHA_224;
    kms.ops
        .macs()
        .generate(asRoot(), new GenerateMac(TestKms.blob("a"), keyId, algorithm, null, null));
  }

  private void verifyMac(String keyId, MacAlgorithm algorithm) {
    Blob mac = TestKms.blob("b");
    kms.ops
        .macs()
        .verify(asRoot(), new VerifyMac(TestKms.blob("a"), keyId, algorithm, mac, null, null));
  }

  private Blob dataKeyUnderContext(KeyMetadata key) {
    Map<String, String> context = Map.of("a", "b");
    return kms.ops
        .dataKeys()
        .generate(asRoot(), new GenerateDataKey(key.keyId(), context, 32, null, null, null, null))
        .ciphertextBlob();
  }

  private static Blob longer(Blob blob) {
    return Blob.of(Arrays.copyOf(blob.toArray(), blob.sizeBytes() + 1));
  }

  /** Of every algorithm that is served, since the recordings are of many. */
  @TestFactory
  List<DynamicTest> digests() {
    for (KeySpec spec : List.of(KeySpec.RSA_2048, KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384)) {
      KeyMetadata pair = kms.signing(spec);
      for (SigningAlgorithm algorithm : Objects.requireNonNull(pair.signingAlgorithms())) {
        row(
            "a digest of another length than " + algorithm,
            "ValidationException: Digest is invalid length for algorithm " + algorithm + ".",
            () -> sign(pair.keyId(), MessageType.DIGEST, algorithm));
        row(
            "a wrong signature of " + algorithm,
            "KMSInvalidSignatureException",
            () -> verify(pair.keyId(), algorithm));
      }
    }
    return cases;
  }

  @TestFactory
  List<DynamicTest> origins() {
    KeyMetadata key = kms.symmetric();
    KeyMetadata external = kms.external();
    row(
        "parameters for a key that was made here",
        "UnsupportedOperationException: "
            + key.arn()
            + " origin is AWS_KMS which is not valid for this operation.",
        () -> parametersForImport(key.keyId()));
    row(
        "the rotation of a key from outside",
        "UnsupportedOperationException: "
            + external.arn()
            + " origin is EXTERNAL which is not valid for this operation.",
        () -> kms.ops.rotations().enable(asRoot(), new EnableKeyRotation(external.keyId(), null)));
    row(
        "encryption before the import",
        "KMSInvalidStateException: " + external.arn() + " is pending import.",
        () -> kms.ops.ciphering().encrypt(asRoot(), encrypt(external.keyId(), "a", Map.of())));
    row(
        "rotation on demand before the import",
        "KMSInvalidStateException: " + external.arn() + " is pending import.",
        () -> kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(external.keyId())));
    return cases;
  }

  private void parametersForImport(String keyId) {
    kms.ops
        .importing()
        .parameters(
            asRoot(),
            new GetParametersForImport(
                keyId, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048));
  }

  @TestFactory
  List<DynamicTest> grants() {
    KeyMetadata key = kms.symmetric();
    KeyMetadata other = kms.symmetric();
    row(
        "a grant on a missing key",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () -> grant(MISSING));
    row(
        "the grants of a missing key",
        "NotFoundException: Key '" + ARN + MISSING + "' does not exist",
        () ->
            kms.ops
                .granting()
                .list(asRoot(), new ListGrants(null, null, MISSING, null, null, null)));
    grant(key.keyId());
    row("the same name on another key", "", () -> grant(other.keyId()));
    return cases;
  }

  private void grant(String keyId) {
    String bob = TestKms.arn("bob");
    List<GrantOperation> operations = List.of(GrantOperation.Decrypt);
    kms.ops
        .granting()
        .create(
            asRoot(),
            new CreateGrant(keyId, bob, null, operations, null, null, "a-name", null, null, null));
  }

  private void sign(String keyId, MessageType type, SigningAlgorithm algorithm) {
    kms.ops
        .signing()
        .sign(asRoot(), new Sign(keyId, TestKms.blob("message"), type, null, algorithm, null));
  }

  private void verify(String keyId, SigningAlgorithm algorithm) {
    Blob signature = TestKms.blob("no signature");
    kms.ops
        .signing()
        .verify(
            asRoot(),
            new Verify(keyId, TestKms.blob("message"), null, signature, algorithm, null, null));
  }

  private void publicKey(String keyId) {
    kms.ops.signing().publicKey(asRoot(), new GetPublicKey(keyId, null));
  }

  private void dataKey(String keyId, Integer bytes, DataKeySpec spec) {
    kms.ops
        .dataKeys()
        .generate(asRoot(), new GenerateDataKey(keyId, null, bytes, spec, null, null, null));
  }

  @TestFactory
  List<DynamicTest> policies() {
    String key = kms.symmetric().keyId();
    row(
        "another name",
        "NotFoundException: No such policy exists",
        () -> kms.ops.policies().get(asRoot(), new GetKeyPolicy(key, "other")));
    row(
        "one that RAM manages",
        "ValidationException: The AWS_RAM policy can only be managed by the RAM service.",
        () -> put(key, "AWS_RAM", KeyPolicies.standard(TestKms.ACCOUNT)));
    row(
        "one that locks out",
        "MalformedPolicyDocumentException: The new key policy will not allow you to update the key"
            + " policy in the future.",
        () -> put(key, null, TestKms.policy(TestKms.allowTo(TestKms.ROOT, "kms:Encrypt"))));
    row(
        "one that names nobody",
        "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid"
            + " principals.",
        () ->
            put(
                key,
                null,
                TestKms.policy(TestKms.allowTo("arn:aws:iam::111122223333:user/nobody", "kms:*"))));
    row(
        "one that is too large",
        "LimitExceededException: The key policy must not be larger than 32768 bytes.",
        () -> put(key, null, KeyPolicies.standard(TestKms.ACCOUNT) + " ".repeat(32_768)));
    return cases;
  }

  private void put(String key, String name, String policy) {
    kms.ops.policies().put(asRoot(), new PutKeyPolicy(key, name, policy, null));
  }

  @Test
  void aNewKeyHasTheRecordedFields() {
    KeyMetadata key = kms.symmetric();
    assertThat(key)
        .isEqualTo(
            new KeyMetadata(
                "111122223333",
                key.keyId(),
                ARN + key.keyId(),
                key.creationDate(),
                true,
                "",
                KeyUsage.ENCRYPT_DECRYPT,
                KeyState.Enabled,
                null,
                null,
                Origin.AWS_KMS,
                null,
                dev.coffer.wire.kms.KeyManager.CUSTOMER,
                KeySpec.SYMMETRIC_DEFAULT,
                KeySpec.SYMMETRIC_DEFAULT,
                List.of(EncryptionAlgorithm.SYMMETRIC_DEFAULT),
                null,
                null,
                false,
                null,
                key.currentKeyMaterialId(),
                null));
    assertThat(key.currentKeyMaterialId()).matches("[0-9a-f]{64}");
    assertThat(kms.describe(key.keyId())).isEqualTo(key);
  }

  @Test
  void anExternalKeyWaitsForItsMaterial() {
    KeyMetadata key = kms.external();
    assertThat(key.enabled()).isFalse();
    assertThat(key.keyState()).isEqualTo(KeyState.PendingImport);
    assertThat(key.currentKeyMaterialId()).isNull();
    assertThat(key.expirationModel()).isNull();
  }

  @Test
  void anHmacKeyNamesItsAlgorithmAndNoMaterial() {
    KeyMetadata key = kms.hmac(KeySpec.HMAC_256);
    assertThat(key.macAlgorithms()).containsExactly(MacAlgorithm.HMAC_SHA_256);
    assertThat(key.encryptionAlgorithms()).isNull();
    assertThat(key.signingAlgorithms()).isNull();
    assertThat(key.currentKeyMaterialId()).isNull();
  }

  @Test
  void aSigningKeyNamesItsAlgorithmsAndNoMaterial() {
    KeyMetadata key = kms.signing(KeySpec.ECC_NIST_P256);
    assertThat(key)
        .isEqualTo(
            new KeyMetadata(
                "111122223333",
                key.keyId(),
                ARN + key.keyId(),
                key.creationDate(),
                true,
                "",
                KeyUsage.SIGN_VERIFY,
                KeyState.Enabled,
                null,
                null,
                Origin.AWS_KMS,
                null,
                dev.coffer.wire.kms.KeyManager.CUSTOMER,
                KeySpec.ECC_NIST_P256,
                KeySpec.ECC_NIST_P256,
                null,
                List.of(SigningAlgorithm.ECDSA_SHA_256),
                null,
                false,
                null,
                null,
                null));
    assertThat(kms.describe(key.keyId())).isEqualTo(key);
  }

  @Test
  void aMultiRegionKeyIsItsOwnPrimary() {
    KeyMetadata key =
        kms.ops
            .newKeys()
            .create(
                asRoot(),
                new CreateKey(null, null, null, null, null, null, null, null, null, true, null))
            .keyMetadata();
    assertThat(key.keyId()).matches("mrk-[0-9a-f]{32}");
    assertThat(key.multiRegion()).isTrue();
    assertThat(key.multiRegionConfiguration()).isNotNull();
    assertThat(key.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(key.multiRegionConfiguration().primaryKey().arn()).isEqualTo(key.arn());
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    assertThat(kms.decrypted(sealed, null)).isEqualTo("text");
  }

  @Test
  void theOlderNameOfTheSpecIsTaken() {
    var op =
        new CreateKey(
            null,
            "bucket key",
            KeyUsage.ENCRYPT_DECRYPT,
            CustomerMasterKeySpec.SYMMETRIC_DEFAULT,
            null,
            null,
            null,
            null,
            List.of(new Tag("a", "b")),
            null,
            null);
    KeyMetadata key = kms.ops.newKeys().create(asRoot(), op).keyMetadata();
    assertThat(key.description()).isEqualTo("bucket key");
    assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
  }

  @Test
  void theStandardPolicyIsTheRecordedOne() {
    String key = kms.symmetric().keyId();
    String policy = kms.ops.policies().get(asRoot(), new GetKeyPolicy(key, null)).policy();
    assertThat(policy.replaceAll("\\s*([{}:,\\[\\]])\\s*", "$1"))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"key-default-1\",\"Statement\":[{\"Sid\":\"Enable"
                + " IAM User"
                + " Permissions\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}");
  }
}
