package dev.coffer.crypto.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.vectors.VectorFile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The vectors of SSE-KMS, Bucket Keys and DSSE-KMS. */
final class KmsEnvelopeVectors {
  private static final int GENERATION = 5;
  private static final String ARN =
      "arn:aws:kms:us-east-1:000000000001:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final Map<String, String> CONTEXT =
      Map.of("aws:s3:arn", "arn:aws:s3:::bucket/key", "Zürich", "€ 😀", "zero", "");
  private static final Map<String, String> PAIRS = Map.of("team", "red", "a", "bc");

  private final Entropy entropy = new Random(20261129)::nextBytes;
  private final byte[] bucketKey = entropy.bytes(32);
  private final byte[] kmsPlaintext = entropy.bytes(32);
  private final byte[] dataKey = entropy.bytes(32);
  private final byte[] outerKey = entropy.bytes(32);
  private final Binding binding = Binding.of(entropy.bytes(16), entropy.bytes(16));
  private final KmsCiphertext kms = kms(ARN, "a".repeat(64), CONTEXT, 118);
  private final Envelope sseKms = sseKms(kms);
  private final Envelope shared = bucketKey();
  private final Envelope dsse = dsse();
  private final List<VectorFile> vectors = new ArrayList<>();

  List<VectorFile> all() {
    opens("sse_kms", "a key of one object", sseKms);
    opens("sse_kms_least", "no material id, no context", sseKms(kms(ARN, "", Map.of(), 1)));
    opens("sse_kms_most", "every field as long as it may be", sseKms(longest()));
    opens("sse_kms_bucket_key", "a bucket key, and pairs of the client", shared);
    opens("dsse_kms", "two keys", dsse);
    lengths();
    texts();
    contexts();
    bindings();
    return vectors;
  }

  private void lengths() {
    byte[] one = sseKms.encode();
    byte[] two = dsse.encode();
    refused("kms_cut", "one byte is missing", Arrays.copyOf(one, one.length - 1));
    refused("kms_trailing_byte", "one byte too many", Arrays.copyOf(one, one.length + 1));
    refused("kms_only_type", "nothing after the type", Arrays.copyOf(one, 2));
    refused("kms_field_beyond_end", "a length beyond the end", beyondEnd());
    refused(
        "bucket_key_trailing_byte",
        "one byte too many",
        Arrays.copyOf(shared.encode(), shared.encode().length + 1));
    refused("bucket_key_without_pairs", "a field is missing", raw().type(3).body());
    refused(
        "dsse_outer_missing", "the second key is missing", Arrays.copyOf(two, two.length - 108));
    refused("dsse_trailing_byte", "one byte too many", Arrays.copyOf(two, two.length + 1));
    byte[] generation = two.clone();
    generation[two.length - 105] = 0;
    refused("dsse_generation_0", "generations begin at 1", generation);
  }

  private void texts() {
    refused("arn_empty", "a KMS key has an ARN", raw().with(0, "").body());
    refused("arn_too_long", "2,049 bytes", raw().with(0, "a".repeat(2049)).body());
    refused("arn_space", "a character that is not printed", raw().with(0, "arn: x").body());
    refused("arn_not_ascii", "a byte above 127", raw().with(0, hex("c3bc")).body());
    refused("material_too_long", "129 bytes", raw().with(1, "a".repeat(129)).body());
    refused("material_not_ascii", "a byte above 127", raw().with(1, hex("ff")).body());
    refused("ciphertext_empty", "no ciphertext", raw().with(3, "").body());
    refused("ciphertext_too_long", "6,145 bytes", raw().with(3, new byte[6145]).body());
  }

  private void contexts() {
    context(
        "context_unsorted",
        "names in another order",
        "00000002 0000000162 00000000 0000000161 00000000");
    context("context_repeated", "a name twice", "00000002 0000000161 00000000 0000000161 00000000");
    context("context_trailing", "a byte after the last pair", "00000001 0000000161 00000000 00");
    context("context_cut", "fewer pairs than counted", "00000002 0000000161 00000000");
    context("context_count_0", "no pairs are no bytes", "00000000");
    context("context_count_large", "more pairs than there can be", "ffffffff 0000000161 00000000");
    context("context_length_large", "a length beyond the end", "00000001 7fffffff 61 00000000");
    context("context_not_utf8", "half a character", "00000001 00000001c3 00000000");
    context("context_surrogate", "half a surrogate pair", "00000001 00000003eda080 00000000");
    byte[] long8193 = Aad.canonical(Map.of("a", "b".repeat(8193 - 13)));
    refused("context_too_long", "8,193 bytes", raw().with(2, long8193).body());
    refused(
        "pairs_unsorted",
        "the client's pairs in another order",
        raw().type(3).and(hex("00000002 0000000162 00000000 0000000161 00000000")).body());
  }

  private void context(String name, String comment, String canonical) {
    refused(name, comment, raw().with(2, hex(canonical)).body());
  }

  private void bindings() {
    fails("kms_other_arn", "of another key", raw().with(0, ARN + "c").body());
    fails("kms_other_material", "of another material", raw().with(1, "b".repeat(64)).body());
    fails("kms_other_context", "a pair is missing", raw().with(2, "").body());
    fails("kms_as_bucket_key", "as if by a bucket key", raw().type(3).and(new byte[0]).body());
    fails(
        "bucket_key_other_pairs",
        "other pairs of the client",
        raw().type(3).with(4, wrapped(shared)).and(Aad.canonical(Map.of("team", "blue"))).body());
    vectors.add(
        vector(
                "kms_other_object",
                EnvelopeVectors.NOT_AUTHENTIC,
                "of another object",
                sseKms.encode())
            .with("object-id", entropy.bytes(16)));
    vectors.add(
        vector(
                "kms_other_plaintext",
                EnvelopeVectors.NOT_AUTHENTIC,
                "another plaintext",
                sseKms.encode())
            .with("kms-plaintext", entropy.bytes(32)));
    var swapped = (Envelope.DsseKms) dsse.scheme();
    fails(
        "dsse_layers_swapped",
        "each key in the place of the other",
        new Envelope(
                new Envelope.DsseKms(
                    new Envelope.SseKms(kms, swapped.outer().wrappedDataKey()),
                    new Envelope.SseS3(GENERATION, swapped.inner().wrappedDataKey())))
            .encode());
    byte[] inner = dsse.encode();
    inner[inner.length - 109] ^= 1;
    fails("dsse_inner_changed", "a bit of the inner key is flipped", inner);
    byte[] outer = dsse.encode();
    outer[outer.length - 1] ^= 1;
    fails("dsse_outer_changed", "a bit of the outer key is flipped", outer);
  }

  private void opens(String name, String comment, Envelope envelope) {
    vectors.add(vector(name, EnvelopeVectors.OPENS, comment, envelope.encode()));
  }

  private void refused(String name, String comment, byte[] body) {
    vectors.add(vector(name, EnvelopeVectors.REFUSED, comment, body));
  }

  private void fails(String name, String comment, byte[] body) {
    vectors.add(vector(name, EnvelopeVectors.NOT_AUTHENTIC, comment, body));
  }

  private VectorFile vector(String name, String expect, String comment, byte[] body) {
    return VectorFile.of(name, expect, comment, body)
        .with("bucket-key", bucketKey)
        .with("kms-plaintext", kmsPlaintext)
        .with("installation-id", binding.installationId().toArray())
        .with("object-id", binding.objectId().toArray())
        .with("data-key", dataKey)
        .with("outer-data-key", outerKey);
  }

  private RawKms raw() {
    return new RawKms(kms, wrapped(sseKms));
  }

  /** The ciphertext's length is that of everything after it, and one more. */
  private byte[] beyondEnd() {
    byte[] body = raw().body();
    int at = body.length - 104 - 118 - 2;
    body[at + 1] = (byte) (118 + 104 + 1);
    return body;
  }

  private KmsCiphertext longest() {
    return kms("a".repeat(2048), "m".repeat(128), Map.of("a", "b".repeat(8192 - 13)), 6144);
  }

  private KmsCiphertext kms(String arn, String material, Map<String, String> context, int bytes) {
    return new KmsCiphertext(arn, material, context, Bytes.of(entropy.bytes(bytes)));
  }

  private Envelope sseKms(KmsCiphertext used) {
    try (var wrapping = new WrappingKey(Secret.of(kmsPlaintext.clone()));
        Secret key = Secret.of(dataKey.clone())) {
      return new Envelope(binding.sseKms(used, wrapping, key, entropy));
    }
  }

  private Envelope bucketKey() {
    try (var wrapping = new WrappingKey(Secret.of(kmsPlaintext.clone()));
        Secret key = Secret.of(dataKey.clone())) {
      return new Envelope(binding.sseKmsBucketKey(kms, PAIRS, wrapping, key, entropy));
    }
  }

  private Envelope dsse() {
    try (var inside = new WrappingKey(Secret.of(kmsPlaintext.clone()));
        var outside = new WrappingKey(Secret.of(bucketKey.clone()));
        Secret key = Secret.of(dataKey.clone());
        Secret outer = Secret.of(outerKey.clone())) {
      var inner = binding.dsseInner(kms, inside, key, entropy);
      return new Envelope(binding.dsseKms(inner, GENERATION, outside, outer, entropy));
    }
  }

  private static byte[] wrapped(Envelope envelope) {
    byte[] encoded = envelope.encode();
    return Arrays.copyOfRange(encoded, encoded.length - 104, encoded.length);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** A body of type 2 or 3 with fields that the records would refuse. */
  private static final class RawKms {
    private final List<byte[]> fields = new ArrayList<>();
    private byte[] wrapped;
    private int type = 2;

    RawKms(KmsCiphertext kms, byte[] wrapped) {
      fields.add(kms.keyArn().getBytes(US_ASCII));
      fields.add(kms.keyMaterialId().getBytes(US_ASCII));
      fields.add(Aad.canonical(kms.encryptionContext()));
      fields.add(kms.ciphertext().toArray());
      this.wrapped = wrapped;
    }

    RawKms type(int number) {
      type = number;
      return this;
    }

    RawKms with(int field, String text) {
      return with(field, text.getBytes(US_ASCII));
    }

    /** Field 4 is the wrapped key. */
    RawKms with(int field, byte[] bytes) {
      if (field == 4) {
        wrapped = bytes;
      } else {
        fields.set(field, bytes);
      }
      return this;
    }

    RawKms and(byte[] field) {
      fields.add(field);
      return this;
    }

    byte[] body() {
      var body = new ByteArrayOutputStream();
      body.write(Envelope.VERSION);
      body.write(type);
      for (byte[] field : fields) {
        body.write(field.length >>> 8);
        body.write(field.length);
        body.writeBytes(field);
      }
      body.writeBytes(wrapped);
      return body.toByteArray();
    }
  }
}
