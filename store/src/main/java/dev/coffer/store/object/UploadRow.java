package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The row of an upload in progress, format {@value #FORMAT}.
 *
 * <p>It keeps the object id and the envelope of the data key that all parts are sealed with and
 * that the finished version takes over. Every change of the upload's parts expects this row as it
 * was read. A part that is <em>replaced</em> also raises {@code revision}, so that a completion
 * that has read the old part is refused and reads anew; a new part does not, so parts may arrive
 * side by side.
 */
public record UploadRow(Facts facts, Bytes envelope, Bytes sealedDetails, int format) {
  static final int FORMAT = 2;

  /** The format before there were tags and locks. */
  static final int BARE = 1;

  private static final String LABEL = "coffer/upload-row/v";

  /**
   * What is in clear, and authenticated when the row is opened.
   *
   * @param uploadId 16 bytes
   * @param initiated whole milliseconds
   * @param initiatorId canonical id of who began it; {@code ownerId} of the bucket's owner
   * @param checksum what was asked for at the beginning, if anything
   */
  public record Facts(
      Bytes uploadId,
      Instant initiated,
      String initiatorId,
      String ownerId,
      String storageClass,
      Bytes objectId,
      @Nullable ChecksumMark checksum,
      long revision) {
    Bytes encode() {
      FieldWriter out = new FieldWriter().bytes(uploadId);
      return Stored.instant(out, initiated)
          .string(initiatorId)
          .string(ownerId)
          .string(storageClass)
          .bytes(objectId)
          .nullable(checksum, (to, mark) -> mark.write(to))
          .varint(revision)
          .toBytes();
    }

    static Facts decode(Bytes encoded) {
      FieldReader in = new FieldReader(encoded);
      var facts =
          new Facts(
              Stored.id16(in),
              Stored.instant(in),
              in.string(),
              in.string(),
              in.string(),
              Stored.id16(in),
              in.nullable(ChecksumMark::read),
              in.varint());
      in.requireEnd();
      return facts;
    }

    /** The same after a part was replaced. */
    public Facts revised() {
      return new Facts(
          uploadId,
          initiated,
          initiatorId,
          ownerId,
          storageClass,
          objectId,
          checksum,
          revision + 1);
    }
  }

  static UploadRow seal(ObjectGroup at, Unsealed unsealed, WrappingKey key, Entropy entropy) {
    FieldWriter plain = new FieldWriter();
    unsealed.wanted().description().write(plain);
    unsealed.wanted().extras().write(plain);
    byte[] context = context(at, unsealed.facts(), FORMAT);
    byte[] sealed = key.sealRecord(plain.toBytes().toByteArray(), context, entropy);
    return new UploadRow(unsealed.facts(), unsealed.envelope(), Bytes.copyOf(sealed), FORMAT);
  }

  /** A row's content before it is sealed. */
  record Unsealed(Facts facts, Bytes envelope, Wanted wanted) {}

  /** Authenticates the facts and returns what the object shall have. */
  Wanted open(ObjectGroup at, WrappingKey key) {
    byte[] plain = key.openRecord(sealedDetails.toByteArray(), context(at, facts, format));
    FieldReader in = new FieldReader(Bytes.copyOf(plain));
    Description description = Description.read(in);
    VersionExtras extras = format == FORMAT ? VersionExtras.read(in) : VersionExtras.NONE;
    in.requireEnd();
    return new Wanted(description, extras);
  }

  Bytes encode() {
    return new FieldWriter()
        .u8(format)
        .bytes(facts.encode())
        .bytes(envelope)
        .bytes(sealedDetails)
        .toBytes();
  }

  static UploadRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    int format = in.u8();
    Stored.require(format == FORMAT || format == BARE, "a row of an unknown format");
    var row = new UploadRow(Facts.decode(in.bytes()), in.bytes(), in.bytes(), format);
    in.requireEnd();
    return row;
  }

  private static byte[] context(ObjectGroup at, Facts facts, int format) {
    return at.aad(LABEL + format).add(facts.encode().toByteArray()).sha256();
  }
}
