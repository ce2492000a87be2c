package dev.coffer.store.tally;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a version is counted as: the type of its encryption, the KMS key and the key material.
 *
 * @param kmsKeyArn empty where the type has no KMS key
 * @param keyMaterial the id of the KMS key's material; for SSE-S3 the generation of the bucket's
 *     key in decimal; empty for SSE-C
 */
public record SealedUnder(Type type, String kmsKeyArn, String keyMaterial)
    implements Comparable<SealedUnder> {
  /** Bytes of {@link #id}: with {@code v-} before it, the id in hexadecimal is a counter's name. */
  public static final int ID_BYTES = 15;

  private static final int FORMAT = 1;
  private static final Comparator<SealedUnder> ORDER =
      Comparator.comparing(SealedUnder::type)
          .thenComparing(SealedUnder::kmsKeyArn)
          .thenComparing(SealedUnder::keyMaterial);

  /** The types, with the numbers that the envelope gives them. */
  public enum Type {
    SSE_S3(1, "AES256"),
    SSE_KMS(2, "aws:kms"),
    SSE_KMS_BUCKET_KEY(3, "aws:kms"),
    DSSE_KMS(4, "aws:kms:dsse"),
    SSE_C(5, "SSE-C");

    private final int code;
    private final String algorithm;

    Type(int code, String algorithm) {
      this.code = code;
      this.algorithm = algorithm;
    }

    /** As a bucket's configuration names it; {@code SSE-C} where the customer has the key. */
    public String algorithm() {
      return algorithm;
    }

    private static Type of(int code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new Corrupt("versions are counted under an unknown type").with("type", code);
    }
  }

  /** What the version of this envelope is counted as; for two layers, the inner one's key. */
  public static SealedUnder of(Envelope envelope) {
    return switch (envelope.scheme()) {
      case Envelope.SseS3 s3 ->
          new SealedUnder(Type.SSE_S3, "", Integer.toString(s3.keyGeneration()));
      case Envelope.SseKms kms -> of(Type.SSE_KMS, kms.kms());
      case Envelope.SseKmsBucketKey kms -> of(Type.SSE_KMS_BUCKET_KEY, kms.kms());
      case Envelope.DsseKms dsse -> of(Type.DSSE_KMS, dsse.inner().kms());
      case Envelope.SseC _ -> new SealedUnder(Type.SSE_C, "", "");
    };
  }

  private static SealedUnder of(Type type, KmsCiphertext kms) {
    return new SealedUnder(type, kms.keyArn(), kms.keyMaterialId());
  }

  /** The KMS key, where the type has one. */
  public Optional<String> findKmsKeyArn() {
    return kmsKeyArn.isEmpty() ? Optional.empty() : Optional.of(kmsKeyArn);
  }

  /** What names it in rows and counters: the start of a SHA-256 of its encoding. */
  public Bytes id() {
    return sha256(encode()).slice(0, ID_BYTES);
  }

  static Bytes sha256(Bytes content) {
    try {
      return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(content.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(FORMAT)
        .u8(type.code)
        .string(kmsKeyArn)
        .string(keyMaterial)
        .toBytes();
  }

  static SealedUnder decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    if (in.u8() != FORMAT) {
      throw new Corrupt("a counter's name is of an unknown format");
    }
    var under = new SealedUnder(Type.of(in.u8()), in.string(), in.string());
    in.requireEnd();
    return under;
  }

  @Override
  public int compareTo(SealedUnder other) {
    return ORDER.compare(this, other);
  }
}
