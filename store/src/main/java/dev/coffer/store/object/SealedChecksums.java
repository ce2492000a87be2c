package dev.coffer.store.object;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of an object or of its parts, sealed under the object's own data key: they can be read
 * by those alone who may use that key, and die with it (R76, R100).
 *
 * <p>Shape: a message of the payload format under {@link DataKeys#checksums}. Within: varint count,
 * then nullable checksums. It is bound to the object id and to what it is of. Which algorithm an
 * object has is told in clear by its {@link ChecksumMark}. Source: docs/formats/metadata-v1.md.
 */
public record SealedChecksums(Bytes message) {
  private static final String LABEL = "coffer/checksums/v1";

  /** What checksums are of: the object id, which one of its rows, and that row's number. */
  record Of(Bytes objectId, Kind kind, int number) {
    static Of object(Bytes objectId) {
      return new Of(objectId, Kind.OBJECT, 0);
    }

    static Of part(Bytes objectId, int number) {
      return new Of(objectId, Kind.PART, number);
    }

    static Of page(Bytes objectId, int number) {
      return new Of(objectId, Kind.PAGE, number);
    }

    private byte[] context() {
      return Aad.of(LABEL).add(objectId.toByteArray()).addLong(kind.code).addLong(number).sha256();
    }
  }

  private enum Kind {
    OBJECT(1),
    PART(2),
    PAGE(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** What seals: an object's keys, and where salts come from. */
  record With(DataKeys keys, Entropy entropy) {}

  /** Seals checksums; null when there is none among them. */
  static @Nullable SealedChecksums seal(
      Of of, List<Optional<StoredChecksum>> checksums, With with) {
    if (checksums.stream().allMatch(Optional::isEmpty)) {
      return null;
    }
    FieldWriter plain = new FieldWriter();
    plain.list(checksums, SealedChecksums::write);
    try (WrappingKey key = with.keys().checksums()) {
      byte[] bytes = plain.toBytes().toByteArray();
      return new SealedChecksums(Bytes.copyOf(key.sealRecord(bytes, of.context(), with.entropy())));
    }
  }

  /** Seals the checksum of a whole object; null when there is none. */
  static @Nullable SealedChecksums seal(
      Bytes objectId, @Nullable StoredChecksum checksum, With with) {
    return seal(Of.object(objectId), List.of(Optional.ofNullable(checksum)), with);
  }

  /** One checksum among those that are sealed together, to be opened when it is asked for. */
  record Place(SealedChecksums sealed, Of of, int index) {
    static @Nullable Place of(@Nullable SealedChecksums sealed, Of of, int index) {
      return sealed == null ? null : new Place(sealed, of, index);
    }

    @Nullable StoredChecksum open(DataKeys keys) {
      return sealed.open(of, keys).get(index).orElse(null);
    }
  }

  /**
   * The checksums, in the order in which they were sealed.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when they are not those of that place, or the keys
   *     are another object's
   */
  List<Optional<StoredChecksum>> open(Of of, DataKeys keys) {
    try (WrappingKey key = keys.checksums()) {
      byte[] plain = key.openRecord(message.toByteArray(), of.context());
      FieldReader in = new FieldReader(Bytes.copyOf(plain));
      List<Optional<StoredChecksum>> checksums =
          in.list(each -> Optional.ofNullable(each.nullable(StoredChecksum::read)));
      in.requireEnd();
      return checksums;
    }
  }

  private static void write(FieldWriter out, Optional<StoredChecksum> checksum) {
    out.nullable(checksum.orElse(null), (to, value) -> value.write(to));
  }

  void write(FieldWriter out) {
    out.bytes(message);
  }

  static SealedChecksums read(FieldReader in) {
    return new SealedChecksums(in.bytes());
  }
}
