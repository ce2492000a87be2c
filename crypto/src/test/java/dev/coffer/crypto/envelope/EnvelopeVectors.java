package dev.coffer.crypto.envelope;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes the files of vectors/envelope-v1, the same to the last bit each time; those of SSE-S3, and
 * what all types have in common, are here.
 */
final class EnvelopeVectors {
  static final String OPENS = "opens";
  static final String REFUSED = "refused";
  static final String NOT_AUTHENTIC = "not authentic";
  static final String OTHER_CUSTOMER_KEY = "other customer key";

  private static final int GENERATION = 5;

  private final Entropy entropy = new Random(20261124)::nextBytes;
  private final byte[] bucketKey = entropy.bytes(32);
  private final byte[] dataKey = entropy.bytes(32);
  private final byte[] installationId = entropy.bytes(16);
  private final byte[] objectId = entropy.bytes(16);
  private final byte[] valid = seal();

  static List<VectorFile> every() {
    return Stream.of(
            new EnvelopeVectors().all(),
            new KmsEnvelopeVectors().all(),
            new CustomerEnvelopeVectors().all())
        .flatMap(List::stream)
        .toList();
  }

  private List<VectorFile> all() {
    return List.of(
        vector("sse_s3", OPENS, "a data key under generation 5", valid),
        refused("version_0", "version 0", set(0, 0)),
        refused("version_2", "a later version", set(0, 2)),
        refused("type_0", "type 0", set(1, 0)),
        refused("type_other", "the body of one type, the number of another", set(1, 2)),
        refused("type_6", "a type of a later program", set(1, 6)),
        refused("type_unknown", "a type of no program", set(1, 0xff)),
        refused("generation_0", "generations begin at 1", set(5, 0)),
        refused("generation_too_large", "more than 31 bits", set(2, 0x80)),
        refused("cut", "one byte is missing", Arrays.copyOf(valid, valid.length - 1)),
        refused("trailing_byte", "one byte too many", Arrays.copyOf(valid, valid.length + 1)),
        refused("only_version", "nothing after the version", Arrays.copyOf(valid, 1)),
        refused("nothing", "no bytes at all", new byte[0]),
        fails("wrapped_key_changed", "a bit of the wrapped key is flipped")
            .withBody(set(80, valid[80] ^ 1)),
        fails("commitment_changed", "a bit of the commitment is flipped")
            .withBody(set(40, valid[40] ^ 1)),
        fails("other_bucket_key", "wrapped under another key")
            .with("bucket-key", entropy.bytes(32)),
        fails("other_object", "the envelope of another object")
            .with("object-id", entropy.bytes(16)),
        fails("other_installation", "the envelope of another installation")
            .with("installation-id", entropy.bytes(16)));
  }

  private VectorFile refused(String name, String comment, byte[] body) {
    return vector(name, REFUSED, comment, body);
  }

  private VectorFile fails(String name, String comment) {
    return vector(name, NOT_AUTHENTIC, comment, valid);
  }

  private VectorFile vector(String name, String expect, String comment, byte[] body) {
    return VectorFile.of(name, expect, comment, body)
        .with("bucket-key", bucketKey)
        .with("installation-id", installationId)
        .with("object-id", objectId)
        .with("data-key", dataKey);
  }

  private byte[] set(int at, int value) {
    byte[] changed = valid.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private byte[] seal() {
    try (var wrapping = new WrappingKey(Secret.of(bucketKey.clone()));
        Secret key = Secret.of(dataKey.clone())) {
      var binding = Binding.of(installationId, objectId);
      return new Envelope(binding.sseS3(GENERATION, wrapping, key, entropy)).encode();
    }
  }
}
