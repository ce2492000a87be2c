package dev.coffer.client;

import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model as the document that travels, and back. The wire record has the model's name, so it is
 * spelt out here.
 */
final class Documents {
  private Documents() {}

  static dev.coffer.wire.s3.ServerSideEncryptionConfiguration write(
      ServerSideEncryptionConfiguration configuration) {
    return new dev.coffer.wire.s3.ServerSideEncryptionConfiguration(
        switch (configuration) {
          case DefaultEncryption encryption -> List.of(rule(encryption, null));
          case ServerSideEncryptionConfiguration.DefaultWithBlocked both ->
              List.of(rule(both.encryption(), blocked(both.blocked())));
          case ServerSideEncryptionConfiguration.BlockedOnly only ->
              List.of(new Rule(null, null, blocked(only.blocked())));
          case StoredEncryption stored -> stored.rules().stream().map(Documents::rule).toList();
        });
  }

  /** Bucket Keys are on without being asked for. */
  static dev.coffer.wire.s3.ServerSideEncryptionConfiguration write(
      DirectoryEncryption configuration) {
    var byDefault =
        switch (configuration) {
          case DirectoryEncryption.SseS3() -> new ByDefault(Recognition.SSE_S3, null);
          case DirectoryEncryption.SseKms(var keyId) -> new ByDefault(Recognition.SSE_KMS, keyId);
        };
    return new dev.coffer.wire.s3.ServerSideEncryptionConfiguration(
        List.of(new Rule(byDefault, null, null)));
  }

  static StoredEncryption read(
      dev.coffer.wire.s3.ServerSideEncryptionConfiguration document, byte[] bytes) {
    return new StoredEncryption(document.rules().stream().map(Documents::stored).toList(), bytes);
  }

  /** {@code BucketKeyEnabled} is written only when true: omitted means false everywhere. */
  private static Rule rule(DefaultEncryption encryption, @Nullable BlockedEncryptionTypes blocked) {
    return switch (encryption) {
      case DefaultEncryption.SseS3() ->
          new Rule(new ByDefault(Recognition.SSE_S3, null), null, blocked);
      case DefaultEncryption.SseKms(var keyId, var bucketKey) ->
          new Rule(new ByDefault(Recognition.SSE_KMS, keyId), bucketKey ? true : null, blocked);
      case DefaultEncryption.DsseKms(var keyId) ->
          new Rule(new ByDefault(Recognition.DSSE_KMS, keyId), null, blocked);
    };
  }

  private static BlockedEncryptionTypes blocked(Set<EncryptionType> types) {
    return new BlockedEncryptionTypes(
        types.isEmpty()
            ? List.of(Recognition.NOTHING_BLOCKED)
            : types.stream().sorted().map(EncryptionType::wireName).toList());
  }

  private static Rule rule(StoredEncryption.Rule rule) {
    String algorithm = rule.algorithm();
    List<String> types = rule.blockedTypes();
    return new Rule(
        algorithm == null ? null : new ByDefault(algorithm, rule.kmsMasterKeyId()),
        rule.bucketKeyEnabled(),
        types == null ? null : new BlockedEncryptionTypes(types));
  }

  private static StoredEncryption.Rule stored(Rule rule) {
    ByDefault byDefault = rule.applyServerSideEncryptionByDefault();
    BlockedEncryptionTypes types = rule.blockedEncryptionTypes();
    return new StoredEncryption.Rule(
        byDefault == null ? null : byDefault.sseAlgorithm(),
        byDefault == null ? null : byDefault.kmsMasterKeyId(),
        rule.bucketKeyEnabled(),
        types == null ? null : types.encryptionTypes());
  }
}
