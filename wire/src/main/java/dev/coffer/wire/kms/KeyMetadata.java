package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Member;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a KMS key. */
public record KeyMetadata(
    @Member("AWSAccountId") String awsAccountId,
    String keyId,
    String arn,
    Instant creationDate,
    boolean enabled,
    String description,
    KeyUsage keyUsage,
    KeyState keyState,
    @Nullable Instant deletionDate,
    @Nullable Instant validTo,
    Origin origin,
    @Nullable ExpirationModel expirationModel,
    KeyManager keyManager,
    KeySpec customerMasterKeySpec,
    KeySpec keySpec,
    @Nullable List<EncryptionAlgorithm> encryptionAlgorithms,
    @Nullable List<SigningAlgorithm> signingAlgorithms,
    @Nullable List<MacAlgorithm> macAlgorithms,
    boolean multiRegion,
    @Nullable MultiRegionConfiguration multiRegionConfiguration,
    @Nullable String currentKeyMaterialId,
    @Nullable String customKeyStoreId) {}
