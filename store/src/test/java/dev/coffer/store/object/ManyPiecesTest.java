package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.FusedStore.CALLER;
import static dev.coffer.store.object.FusedStore.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.kv.Entry;
import dev.coffer.store.object.FusedStore.Added;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: an object in as many pieces as there may be is renamed and grows, also with the longest
 * keys and the most metadata; and what has no room is told before a byte is read.
 */
final class ManyPiecesTest {
  private static final long PIECE_BYTES = Appends.MAX_REWRITTEN + 1;
  private static final int MOST_ORIGINS = 24;

  private final FusedStore store = new FusedStore();

  @AfterEach
  void close() {
    store.close();
  }

  /** A key of 1,024 bytes. */
  private static String longest(int number) {
    return "%04d-".formatted(number) + "k".repeat(1019);
  }

  private static Spot spot(int number) {
    return new Spot(DIRECTORY, longest(number));
  }

  /** An object with the most user metadata and long headers, as if it had grown by these pieces. */
  private long grown(Spot at, List<@Nullable String> origins) {
    var headers =
        new ObjectHeaders(
            "c".repeat(1000),
            "d".repeat(1000),
            null,
            "l".repeat(100),
            "text/" + "t".repeat(200),
            null,
            Map.of("m", "v".repeat(2047)));
    var added = new Added(Sse.NONE, Integrity.NONE, WriteConditions.NONE, headers);
    store.append(at, 0, World.utf8("x"), added);
    return place(at, origins);
  }

  private long place(Spot at, List<@Nullable String> origins) {
    var pieces = new ArrayList<Piece>();
    for (String origin : origins) {
      int number = pieces.size();
      var body = new Piece.OfBlob(new BlobId(7, number + 1), number);
      pieces.add(new Piece(body, (number + 1) * PIECE_BYTES, origin));
    }
    store.place(at, new Place.Pieced(pieces));
    return pieces.getLast().endByte();
  }

  private static List<@Nullable String> origins(int pieces, int keys) {
    var origins = new ArrayList<@Nullable String>();
    for (int i = 0; i < pieces; i++) {
      origins.add(i < keys ? longest(100 + i) : null);
    }
    return origins;
  }

  private List<Piece> pieces(Spot at) {
    ObjectFacts object = store.row(at).object();
    return object.place().pieces(object.sizeBytes());
  }

  private void rename(Spot from, Spot to) {
    var op =
        new RenameObject(
            DIRECTORY, to.key(), from.key(), Preconditions.NONE, null, null, null, null, null);
    store.store().renames().rename(CALLER, op);
  }

  @Test
  void theLongestKeyWithTheMostPiecesIsRenamedAndGrows() {
    long sizeBytes = grown(spot(1), origins(Appends.MAX_PIECES - 1, MOST_ORIGINS - 1));
    rename(spot(1), spot(2));
    assertThat(pieces(spot(2)))
        .hasSize(Appends.MAX_PIECES - 1)
        .extracting(Piece::origin)
        .doesNotContainNull()
        .contains(longest(1), longest(100))
        .doesNotContain(longest(2));
    store.append(spot(2), sizeBytes, World.utf8("more"));
    rename(spot(2), spot(1));
    assertThat(pieces(spot(1)))
        .hasSize(Appends.MAX_PIECES)
        .last()
        .satisfies(piece -> assertThat(piece.endByte()).isEqualTo(sizeBytes + 4));
    assertThat(store.row(spot(1)).encode().size()).isLessThanOrEqualTo(Entry.MAX_VALUE);
  }

  @Test
  void pieceByPieceIsOneTooMany() {
    long sizeBytes = grown(spot(1), origins(Appends.MAX_PIECES, 0));
    assertThat(refusal(() -> appendUnread(spot(1), sizeBytes)).error())
        .isEqualTo(S3Error.TooManyParts);
  }

  @Test
  void tooManyKeysAreToldBeforeAnythingIsRead() {
    long sizeBytes = full(spot(1));
    List<Piece> before = pieces(spot(1));
    assertThat(refusal(() -> appendUnread(spot(1), sizeBytes)).error())
        .isEqualTo(S3Error.TooManyParts);
    S3Exception refused = refusal(() -> rename(spot(1), spot(2)));
    assertThat(refused.error()).isEqualTo(S3Error.InvalidRequest);
    assertThat(refused.text()).contains("too many different keys");
    assertThat(pieces(spot(1))).isEqualTo(before);
    assertThat(store.row(spot(1)).moving()).isNull();
  }

  /** An object whose row holds no piece more. */
  private long full(Spot at) {
    grown(at, origins(40, 40));
    int keys = 41;
    while (placed(at, origins(keys, keys))) {
      keys++;
    }
    assertThat(keys).isGreaterThan(50);
    int pieces = keys;
    while (placed(at, origins(pieces, keys - 1))) {
      pieces++;
    }
    return store.row(at).object().sizeBytes();
  }

  /** False when the store takes no row of that size. */
  private boolean placed(Spot at, List<@Nullable String> origins) {
    try {
      place(at, origins);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private void appendUnread(Spot at, long offset) {
    var unread =
        new Body(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the body is read");
              }

              @Override
              public int read(byte[] into, int from, int most) throws IOException {
                throw new IOException("the body is read");
              }
            },
            10);
    store.append(at, offset, unread, Added.PLAINLY);
  }
}
