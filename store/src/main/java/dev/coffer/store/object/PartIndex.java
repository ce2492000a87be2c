package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.object.VersionDetails.PartPage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one object that came in parts, found page by page.
 *
 * <p>A page is checked against the digest that the version holds, so that no earlier state of it
 * can stand in. The page last read is kept. For one thread.
 *
 * <p>Errors: {@link BodyGone} when a page is not there.
 */
final class PartIndex {
  private final KvStore kv;
  private final BucketKeys keys;
  private final Of of;
  private @Nullable PartIndexRow page;
  private int pageNumber = -1;

  PartIndex(KvStore kv, BucketKeys keys, Of of) {
    this.kv = kv;
    this.keys = keys;
    this.of = of;
  }

  /** Whose parts: a version that {@link VersionRow#open} has authenticated. */
  record Of(ObjectGroup group, Bytes uploadId, Bytes objectId, List<PartPage> pages) {
    Of {
      pages = List.copyOf(pages);
    }

    /** What the checksums of a page are bound to. */
    SealedChecksums.Of checksumsOf(int page) {
      return SealedChecksums.Of.page(objectId, page);
    }
  }

  /**
   * One part and where it lies.
   *
   * @param firstByte offset in the object's plaintext
   * @param checksum of the part; null where clients are not shown any
   */
  record Located(PartIndexRow.Part part, long firstByte, SealedChecksums.@Nullable Place checksum) {
    long sizeBytes() {
      return part.endByte() - firstByte;
    }

    /** The part's bytes as a span of an object of that size. */
    ByteSpan within(long objectBytes) {
      return new ByteSpan(firstByte, sizeBytes(), objectBytes);
    }
  }

  /** The part that holds this byte of the plaintext. */
  Located holding(long plainByte) {
    int number = 0;
    while (number + 1 < of.pages().size() && of.pages().get(number + 1).firstByte() <= plainByte) {
      number++;
    }
    return first(number, part -> plainByte < part.endByte())
        .orElseThrow(
            () -> new Corrupt("the parts end before the object does").with("byte", plainByte));
  }

  /** The first part of a page that is sought. */
  private Optional<Located> first(int number, Predicate<PartIndexRow.Part> sought) {
    PartIndexRow row = page(number);
    long firstByte = row.firstByte();
    for (int i = 0; i < row.parts().size(); i++) {
      PartIndexRow.Part part = row.parts().get(i);
      if (sought.test(part)) {
        var checksum = SealedChecksums.Place.of(row.checksums(), of.checksumsOf(number), i);
        return Optional.of(new Located(part, firstByte, checksum));
      }
      firstByte = part.endByte();
    }
    return Optional.empty();
  }

  /** The part of that number, if the object has one. */
  Optional<Located> numbered(int partNumber) {
    // Numbers rise by at least one, so a part cannot stand later than its number says.
    int latest = Math.min((partNumber - 1) / PartIndexRow.MAX_PARTS, of.pages().size() - 1);
    for (int number = latest; number >= 0; number--) {
      PartIndexRow row = page(number);
      if (row.parts().getFirst().number() <= partNumber) {
        return first(number, part -> part.number() == partNumber);
      }
    }
    return Optional.empty();
  }

  /** The checksums of a page's parts in their order; none where clients are not shown any. */
  List<Optional<StoredChecksum>> checksums(int number, DataKeys keys) {
    SealedChecksums sealed = page(number).checksums();
    return sealed == null
        ? Collections.nCopies(page(number).parts().size(), Optional.empty())
        : sealed.open(of.checksumsOf(number), keys);
  }

  int pageCount() {
    return of.pages().size();
  }

  /** One page, counted from zero. */
  PartIndexRow page(int number) {
    PartIndexRow kept = page;
    if (kept != null && pageNumber == number) {
      return kept;
    }
    PartIndexRow read = read(number);
    page = read;
    pageNumber = number;
    return read;
  }

  private PartIndexRow read(int number) {
    var at = new PartIndexRow.At(of.group(), of.uploadId(), number);
    Bytes stored =
        kv.get(of.group().index(), of.group().row(at.suffix()))
            .orElseThrow(() -> new BodyGone(null));
    try (WrappingKey key = keys.metadata(of.group().bucket())) {
      PartIndexRow row = PartIndexRow.open(stored, at, key);
      if (!row.digest().equals(of.pages().get(number).digest())) {
        throw new NotAuthentic();
      }
      return row;
    }
  }
}
