package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.store.object.Appends.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what an append writes anew stays below a limit, whatever the appends before it were. */
final class AppendSplitTest {
  private static final ETag ETAG = new ETag(Bytes.copyOf(new byte[16]), 0);

  private static ObjectFacts object(List<Piece> pieces) {
    long sizeBytes = pieces.getLast().endByte();
    Bytes id = Bytes.copyOf(new byte[16]);
    return new ObjectFacts(sizeBytes, ETAG, null, "EXPRESS_ONEZONE", id, new Place.Pieced(pieces));
  }

  private static Piece piece(int ordinal, long endByte) {
    return new Piece(new Piece.OfBlob(new BlobId(1, 1), ordinal), endByte, null);
  }

  /** Sizes of every magnitude, those around the limit of a piece often. */
  private static long size(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> 1 + random.nextLong(1L << random.nextInt(1, 30));
      case 1 -> Appends.MAX_REWRITTEN - 2 + random.nextLong(5);
      default -> Math.max(1, (Appends.MAX_REWRITTEN >> random.nextInt(12)) - random.nextLong(3));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMoreThanTheLimitIsWrittenAnew(long seed) {
    var random = new SplittableRandom(seed);
    long most = 0;
    List<Piece> pieces = List.of(piece(0, size(random)));
    for (int i = 0; i < 20_000; i++) {
      ObjectFacts before = object(pieces);
      long added = size(random);
      Split split = Appends.split(before, added);
      long anew = before.sizeBytes() - split.rest();
      assertThat(anew)
          .as("seed %d, append %d", seed, i)
          .isLessThanOrEqualTo(Appends.MAX_REWRITTEN_AT_ONCE);
      most = Math.max(most, anew);
      var longer = new ArrayList<>(split.stays());
      longer.add(piece(split.ordinal(), before.sizeBytes() + added));
      pieces = longer.size() < 500 ? longer : List.of(piece(0, size(random)));
    }
    assertThat(most).isGreaterThan(Appends.MAX_REWRITTEN);
  }
}
