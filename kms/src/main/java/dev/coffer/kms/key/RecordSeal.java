package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import java.util.List;

/**
 * Seals the rows of the key service, so that on the disk nothing is learnt of them and none can be
 * changed or moved. Source: docs/formats/kms-key-v1.md §2.
 *
 * @param installationId as in every envelope of this installation
 */
public record RecordSeal(
    WrappingKey key, dev.coffer.crypto.envelope.Bytes installationId, Entropy entropy) {
  static final int VERSION = 1;
  private static final int REVISION_BYTES = 16;

  /**
   * @param place the kind of row first, then what names it
   */
  Bytes seal(Bytes record, List<String> place) {
    return Bytes.copyOf(key.sealRecord(record.toByteArray(), context(place), entropy));
  }

  /**
   * The record within.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it was not sealed here for this place
   */
  Bytes open(Bytes sealed, List<String> place) {
    return Bytes.copyOf(key.openRecord(sealed.toByteArray(), context(place)));
  }

  /** A value that no other row ever has. */
  Bytes revision() {
    return Bytes.copyOf(entropy.bytes(REVISION_BYTES));
  }

  /** Reads what {@link #revision} gave. */
  static Bytes readRevision(FieldReader reader) {
    Bytes revision = reader.bytes(REVISION_BYTES);
    if (revision.size() != REVISION_BYTES) {
      throw new Corrupt("a revision is too short").with("size", revision.size());
    }
    return revision;
  }

  private byte[] context(List<String> place) {
    Aad aad = Aad.of("coffer/kms/" + place.getFirst()).addLong(VERSION).add(installationId);
    place.subList(1, place.size()).forEach(aad::add);
    return aad.sha256();
  }

  /** Names nothing but the type. */
  @Override
  public String toString() {
    return "RecordSeal";
  }
}
