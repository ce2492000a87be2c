package dev.coffer.crypto.envelope;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The vectors of SSE-C. */
final class CustomerEnvelopeVectors {
  private static final int SALT_AT = 2;
  private static final int VERIFIER_AT = 34;
  private static final int WRAPPED_AT = 66;

  private final Entropy entropy = new Random(20261130)::nextBytes;
  private final byte[] customerKey = entropy.bytes(32);
  private final byte[] dataKey = entropy.bytes(32);
  private final Binding binding = Binding.of(entropy.bytes(16), entropy.bytes(16));
  private final byte[] valid = seal();

  List<VectorFile> all() {
    return List.of(
        vector("sse_c", EnvelopeVectors.OPENS, "a customer's key", valid),
        refused("sse_c_cut", "one byte is missing", Arrays.copyOf(valid, valid.length - 1)),
        refused("sse_c_trailing_byte", "one byte too many", Arrays.copyOf(valid, valid.length + 1)),
        otherKey("sse_c_other_key", "another customer's key")
            .with("customer-key", entropy.bytes(32)),
        otherKey("sse_c_other_object", "the envelope of another object")
            .with("object-id", entropy.bytes(16)),
        otherKey("sse_c_salt_changed", "a bit of the salt is flipped").withBody(flip(SALT_AT)),
        otherKey("sse_c_verifier_changed", "a bit of the verifier is flipped")
            .withBody(flip(VERIFIER_AT)),
        fails("sse_c_wrapped_key_changed", "the right key, a changed wrapping")
            .withBody(flip(WRAPPED_AT)),
        fails("sse_c_other_installation", "the right key, another installation")
            .with("installation-id", entropy.bytes(16)));
  }

  private VectorFile refused(String name, String comment, byte[] body) {
    return vector(name, EnvelopeVectors.REFUSED, comment, body);
  }

  private VectorFile fails(String name, String comment) {
    return vector(name, EnvelopeVectors.NOT_AUTHENTIC, comment, valid);
  }

  private VectorFile otherKey(String name, String comment) {
    return vector(name, EnvelopeVectors.OTHER_CUSTOMER_KEY, comment, valid);
  }

  private VectorFile vector(String name, String expect, String comment, byte[] body) {
    return VectorFile.of(name, expect, comment, body)
        .with("customer-key", customerKey)
        .with("installation-id", binding.installationId().toArray())
        .with("object-id", binding.objectId().toArray())
        .with("data-key", dataKey);
  }

  private byte[] flip(int at) {
    byte[] changed = valid.clone();
    changed[at] ^= 1;
    return changed;
  }

  private byte[] seal() {
    try (Secret sent = Secret.of(customerKey.clone());
        CustomerKey key = CustomerKey.forNew(sent, binding.objectId(), entropy);
        Secret data = Secret.of(dataKey.clone())) {
      return new Envelope(binding.sseC(key, data, entropy)).encode();
    }
  }
}
