package dev.coffer.store.bucket;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between the wire's encryption configuration, which may say anything, and the stored settings,
 * which cannot say what Amazon refuses. Source: spec/encryption.md R6 to R12, R24 to R37.
 */
final class EncryptionRules {
  private EncryptionRules() {}

  /** The settings after a PUT on a bucket that has {@code present}. */
  static EncryptionSettings put(
      EncryptionSettings present, ServerSideEncryptionConfiguration configuration) {
    if (configuration.rules().size() != 1) {
      throw S3Error.MalformedXML.refusal();
    }
    Rule rule = configuration.rules().getFirst();
    BlockedTypes blocked = blocked(present.blocked(), rule.blockedEncryptionTypes());
    boolean configured = present.configured() || rule.applyServerSideEncryptionByDefault() != null;
    return new EncryptionSettings(configured, byDefault(present.byDefault(), rule), blocked);
  }

  private static DefaultEncryption byDefault(DefaultEncryption present, Rule rule) {
    boolean bucketKey = Boolean.TRUE.equals(rule.bucketKeyEnabled());
    ByDefault asked = rule.applyServerSideEncryptionByDefault();
    if (asked == null) {
      return kept(present, rule.bucketKeyEnabled());
    }
    return switch (asked.sseAlgorithm()) {
      case "AES256" -> {
        requireNoKey(asked.kmsMasterKeyId());
        yield new DefaultEncryption.SseS3(bucketKey);
      }
      case "aws:kms" -> new DefaultEncryption.SseKms(asked.kmsMasterKeyId(), bucketKey);
      case "aws:kms:dsse" -> new DefaultEncryption.DsseKms(asked.kmsMasterKeyId(), bucketKey);
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  /** A rule without a default keeps the algorithm and its key; R7. */
  private static DefaultEncryption kept(DefaultEncryption present, @Nullable Boolean bucketKey) {
    boolean flag = bucketKey == null ? present.bucketKeyEnabled() : bucketKey;
    return switch (present) {
      case DefaultEncryption.SseS3 _ -> new DefaultEncryption.SseS3(flag);
      case DefaultEncryption.SseKms kms -> new DefaultEncryption.SseKms(kms.keyId(), flag);
      case DefaultEncryption.DsseKms dsse -> new DefaultEncryption.DsseKms(dsse.keyId(), flag);
    };
  }

  static void requireNoKey(@Nullable String keyId) {
    if (keyId != null) {
      throw S3Error.InvalidArgument.because(
              "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or"
                  + " aws:kms:dsse")
          .with("ArgumentName", "ApplyServerSideEncryptionByDefault");
    }
  }

  /** What is omitted, or empty, stays as it is; R35, R36. */
  private static BlockedTypes blocked(
      BlockedTypes present, @Nullable BlockedEncryptionTypes asked) {
    if (asked == null || asked.encryptionTypes().isEmpty()) {
      return present;
    }
    List<String> types = asked.encryptionTypes().stream().distinct().toList();
    if (types.size() > 1) {
      throw S3Error.MalformedXML.refusal();
    }
    return switch (types.getFirst()) {
      case "NONE" -> BlockedTypes.NONE;
      case "SSE-C" -> BlockedTypes.SSE_C;
      default -> throw S3Error.MalformedXML.refusal();
    };
  }

  /** What GET shows: the flag always, the key as it was put, the block once it is known. */
  static ServerSideEncryptionConfiguration shown(EncryptionSettings settings) {
    DefaultEncryption byDefault = settings.byDefault();
    var asked = new ByDefault(byDefault.algorithm(), keyId(byDefault));
    var rule = new Rule(asked, byDefault.bucketKeyEnabled(), shown(settings.blocked()));
    return new ServerSideEncryptionConfiguration(List.of(rule));
  }

  private static @Nullable String keyId(DefaultEncryption byDefault) {
    return switch (byDefault) {
      case DefaultEncryption.SseS3 _ -> null;
      case DefaultEncryption.SseKms kms -> kms.keyId();
      case DefaultEncryption.DsseKms dsse -> dsse.keyId();
    };
  }

  private static @Nullable BlockedEncryptionTypes shown(BlockedTypes blocked) {
    return switch (blocked) {
      case UNSAID -> null;
      case NONE -> new BlockedEncryptionTypes(List.of("NONE"));
      case SSE_C -> new BlockedEncryptionTypes(List.of("SSE-C"));
    };
  }
}
