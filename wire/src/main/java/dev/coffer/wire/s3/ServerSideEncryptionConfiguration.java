package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document of PutBucketEncryption and GetBucketEncryption, as it is on the wire: texts are kept
 * unchecked, since GET echoes what was put. The rules are in {@code store.bucket}.
 */
@XmlRoot("ServerSideEncryptionConfiguration")
public record ServerSideEncryptionConfiguration(@Element("Rule") List<Rule> rules) {
  public ServerSideEncryptionConfiguration {
    rules = List.copyOf(rules);
  }

  /** One rule; a general purpose bucket has exactly one. */
  public record Rule(
      @Nullable ByDefault applyServerSideEncryptionByDefault,
      @Nullable Boolean bucketKeyEnabled,
      @Nullable BlockedEncryptionTypes blockedEncryptionTypes) {}

  /** The default algorithm and its KMS key. */
  public record ByDefault(
      @Element("SSEAlgorithm") String sseAlgorithm,
      @Element("KMSMasterKeyID") @Nullable String kmsMasterKeyId) {}

  /** {@code NONE} or {@code SSE-C}. */
  public record BlockedEncryptionTypes(@Element("EncryptionType") List<String> encryptionTypes) {
    public BlockedEncryptionTypes {
      encryptionTypes = List.copyOf(encryptionTypes);
    }
  }
}
