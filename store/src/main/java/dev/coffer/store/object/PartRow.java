package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row of a part, format {@value #FORMAT}. It stays after the upload was completed; a part's
 * bytes are always in a blob, sealed with the upload's data key and the part's number as ordinal.
 */
public record PartRow(Facts facts, Bytes sealedDetails) {
  static final int FORMAT = 2;

  private static final String LABEL = "coffer/part-row/v2";

  /**
   * What is in clear, and authenticated when the row is opened.
   *
   * @param number 1 to 10,000
   * @param sizeBytes of the plaintext
   */
  public record Facts(int number, long sizeBytes, ETag eTag, Instant lastModified, BlobId blob) {
    Bytes encode() {
      FieldWriter out = new FieldWriter().u16(number).u64(sizeBytes);
      eTag.write(out);
      return Stored.instant(out, lastModified).bytes(blob.bytes16()).toBytes();
    }

    static Facts decode(Bytes encoded) {
      FieldReader in = new FieldReader(encoded);
      var facts =
          new Facts(
              in.u16(),
              Stored.size(in),
              ETag.read(in),
              Stored.instant(in),
              Place.blobId(Stored.id16(in)));
      in.requireEnd();
      return facts;
    }
  }

  /** Which part of which upload: what a row is bound to besides its group. */
  public record At(ObjectGroup group, Bytes uploadId) {}

  static PartRow seal(At at, Unsealed unsealed, WrappingKey key, Entropy entropy) {
    FieldWriter plain = new FieldWriter();
    plain.nullable(unsealed.sums(), (to, value) -> value.write(to));
    byte[] context = context(at, unsealed.facts());
    byte[] sealed = key.sealRecord(plain.toBytes().toByteArray(), context, entropy);
    return new PartRow(unsealed.facts(), Bytes.copyOf(sealed));
  }

  /** A row's content before it is sealed. */
  record Unsealed(Facts facts, @Nullable SealedChecksums sums) {}

  /**
   * A part's checksums.
   *
   * @param kept of the upload's algorithm
   * @param declared by the sender, where that is another one; a completion may repeat it
   */
  record Sums(@Nullable StoredChecksum kept, @Nullable StoredChecksum declared) {
    static final Sums NONE = new Sums(null, null);

    @Nullable SealedChecksums seal(SealedChecksums.Of of, SealedChecksums.With with) {
      return SealedChecksums.seal(
          of, List.of(Optional.ofNullable(kept), Optional.ofNullable(declared)), with);
    }

    static Sums open(SealedChecksums sealed, SealedChecksums.Of of, DataKeys keys) {
      List<Optional<StoredChecksum>> sums = sealed.open(of, keys);
      return new Sums(sums.get(0).orElse(null), sums.get(1).orElse(null));
    }
  }

  /** Authenticates the facts and returns the part's checksums as they are sealed. */
  Optional<SealedChecksums> open(At at, WrappingKey key) {
    byte[] plain = key.openRecord(sealedDetails.toByteArray(), context(at, facts));
    FieldReader in = new FieldReader(Bytes.copyOf(plain));
    @Nullable SealedChecksums sums = in.nullable(SealedChecksums::read);
    in.requireEnd();
    return Optional.ofNullable(sums);
  }

  Bytes encode() {
    return new FieldWriter().u8(FORMAT).bytes(facts.encode()).bytes(sealedDetails).toBytes();
  }

  static PartRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    var row = new PartRow(Facts.decode(in.bytes()), in.bytes());
    in.requireEnd();
    return row;
  }

  private static byte[] context(At at, Facts facts) {
    return at.group()
        .aad(LABEL)
        .add(at.uploadId().toByteArray())
        .add(facts.encode().toByteArray())
        .sha256();
  }
}
