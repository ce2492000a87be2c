package dev.coffer.store.sse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a new object is to be encrypted, once headers and bucket have had their say.
 *
 * <p>Exactly what Amazon accepts can be said here. Key names are unchecked: whether there is such a
 * key is the key service's business. Source: spec/encryption.md §2.2.
 */
sealed interface Choice {
  /** The name of the algorithm as the audit trail of Amazon has it: {@code SSE_S3}. */
  String label();

  /** Whether the bucket's default said so, and not the request. */
  boolean byDefault();

  /** {@code SSEApplied} of an audit event; source: spec/encryption.md R198. */
  default String sseApplied() {
    return byDefault() ? "Default_" + label() : label();
  }

  /** The bucket's own key. */
  record SseS3(boolean byDefault) implements Choice {
    @Override
    public String label() {
      return "SSE_S3";
    }
  }

  /**
   * A key of the key service.
   *
   * @param keyId as it was named: id, ARN, alias or its ARN
   * @param bucketKey whether a key of the bucket may stand between
   */
  record SseKms(String keyId, boolean bucketKey, ClientContext context, boolean byDefault)
      implements Choice {
    @Override
    public String label() {
      return "SSE_KMS";
    }
  }

  /** A key of the key service, and the bucket's own around it. */
  record DsseKms(String keyId, ClientContext context, boolean byDefault) implements Choice {
    @Override
    public String label() {
      return "DSSE_KMS";
    }
  }

  /** A key that the customer sends; never by default. Whoever received the choice closes it. */
  record SseC(CustomerHeaders customer) implements Choice {
    @Override
    public String label() {
      return "SSE_C";
    }

    @Override
    public boolean byDefault() {
      return false;
    }
  }

  /**
   * The pairs that a client gave for the encryption context.
   *
   * @param header as it was sent, to be echoed; null when none was
   */
  record ClientContext(Map<String, String> pairs, @Nullable String header) {
    static final ClientContext NONE = new ClientContext(Map.of(), null);

    public ClientContext {
      pairs = Map.copyOf(pairs);
    }
  }
}
