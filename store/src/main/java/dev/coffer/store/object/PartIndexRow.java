package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.GetObjectAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of the ordered part list of a completed upload: at most {@value #MAX_PARTS} parts,
 * format {@value #FORMAT}, sealed as a whole.
 *
 * <p>It names each part's blob, so that a read needs the version's row and one page. The version
 * holds each page's {@link #digest}, so that a page or part that was put back from an earlier state
 * is seen.
 *
 * @param firstByte where the page's first part begins in the object's plaintext
 * @param checksums of the parts in their order; null where clients are not shown any
 */
public record PartIndexRow(long firstByte, List<Part> parts, @Nullable SealedChecksums checksums) {
  public static final int MAX_PARTS = 500;
  static final int FORMAT = 2;

  private static final String LABEL = "coffer/part-index/v2";

  public PartIndexRow {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new IllegalArgumentException("a page holds 1 to 500 parts");
    }
  }

  /**
   * One part of the object.
   *
   * @param number as uploaded; it is also the payload's ordinal
   * @param endByte where the part ends in the object's plaintext
   */
  public record Part(int number, long endByte, BlobId blob) {}

  /** The parts as clients see them, with their checksums in the same order. */
  List<GetObjectAttributes.Part> parts(List<Optional<StoredChecksum>> opened) {
    List<GetObjectAttributes.Part> shown = new ArrayList<>();
    long begin = firstByte;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      ChecksumElements checksum = StoredChecksum.elements(opened.get(i).orElse(null));
      shown.add(new GetObjectAttributes.Part(part.number(), part.endByte() - begin, checksum));
      begin = part.endByte();
    }
    return shown;
  }

  /** SHA-256 of the content, to be held by the version. */
  public Bytes digest() {
    try {
      byte[] content = plain().toByteArray();
      return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /** Where a page stands. */
  public record At(ObjectGroup group, Bytes uploadId, int page) {
    Bytes suffix() {
      return Suffixes.partIndex(uploadId, page);
    }

    private byte[] context() {
      return group.aad(LABEL).add(uploadId.toByteArray()).addLong(page).sha256();
    }
  }

  Bytes seal(At at, WrappingKey key, Entropy entropy) {
    byte[] sealed = key.sealRecord(plain().toByteArray(), at.context(), entropy);
    return new FieldWriter().u8(FORMAT).bytes(Bytes.copyOf(sealed)).toBytes();
  }

  static PartIndexRow open(Bytes stored, At at, WrappingKey key) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    byte[] sealed = in.bytes().toByteArray();
    in.requireEnd();
    return read(new FieldReader(Bytes.copyOf(key.openRecord(sealed, at.context()))));
  }

  private Bytes plain() {
    return new FieldWriter()
        .u64(firstByte)
        .list(parts, PartIndexRow::write)
        .nullable(checksums, (to, value) -> value.write(to))
        .toBytes();
  }

  private static void write(FieldWriter out, Part part) {
    out.u16(part.number()).u64(part.endByte()).bytes(part.blob().bytes16());
  }

  private static PartIndexRow read(FieldReader in) {
    var row =
        new PartIndexRow(
            Stored.size(in), in.list(PartIndexRow::readPart), in.nullable(SealedChecksums::read));
    in.requireEnd();
    return row;
  }

  private static Part readPart(FieldReader in) {
    return new Part(in.u16(), Stored.size(in), Place.blobId(Stored.id16(in)));
  }
}
