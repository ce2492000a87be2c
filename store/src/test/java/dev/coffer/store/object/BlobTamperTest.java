package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.getOp;
import static dev.coffer.store.TestStore.putOp;
import static dev.coffer.store.TestStore.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.store.TestStore;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Goal: changed, cut or swapped blobs. */
final class BlobTamperTest {
  private static final int SIZE = 100_000;

  private final TestStore test = TestStore.withBucket();
  private final MemoryBlobs blobs = test.blobs;
  private final Bodies bodies = new Bodies(blobs, Entropy.system());
  private final DataKeys key = DataKeys.drawOne(Entropy.system());
  private final ObjectGroup at = new ObjectGroup(test.store.buckets().require(BUCKET), "key");

  private BlobId write(byte[] content) throws IOException {
    var body =
        CheckedContent.announced(Body.of(content), Integrity.NONE)
            .open(at.bucket(), SseApplied.SSE_S3);
    Place place = bodies.write(new Bodies.Target(at, key, 0), body);
    return ((Place.InBlob) place).blob();
  }

  /** The sealed bytes of one blob, under the name of that blob. */
  private BlobId rewritten(BlobId from, int changedAt, int size) {
    byte[] sealed = new byte[size];
    try (BlobReader reader = blobs.open(from)) {
      assertThat(reader.read(0, sealed, 0, size)).isEqualTo(size);
    }
    if (changedAt >= 0) {
      sealed[changedAt] ^= 1;
    }
    try (BlobWriter writer = blobs.create(at.blobHint())) {
      writer.write(sealed);
      writer.finish();
      return writer.id();
    }
  }

  private byte[] open(BlobId blob, BlobId named) throws IOException {
    Bodies substituted = new Bodies(new Substituted(blobs, blob), Entropy.system());
    try (InputStream in = substituted.open(named, 0, key, ByteSpan.all(SIZE))) {
      return in.readAllBytes();
    }
  }

  @Test
  void changedBytesAreNoticedWhereverTheyAre() throws IOException {
    byte[] content = PutAndGetTest.content(SIZE);
    BlobId blob = write(content);
    assertThat(open(blob, blob)).isEqualTo(content);
    int sealedSize;
    try (BlobReader reader = blobs.open(blob)) {
      sealedSize = (int) reader.sizeBytes();
    }
    var random = new Random(5);
    for (int i = 0; i < 100; i++) {
      BlobId changed = rewritten(blob, random.nextInt(sealedSize), sealedSize);
      assertThatThrownBy(() -> open(changed, blob)).isInstanceOf(NotAuthentic.class);
    }
    for (int cut : new int[] {1, 16, 16_400, sealedSize - 60}) {
      BlobId shorter = rewritten(blob, -1, sealedSize - cut);
      assertThatThrownBy(() -> open(shorter, blob)).isInstanceOf(NotAuthentic.class);
    }
  }

  @Test
  void blobOfAnotherNameOrPartDoesNotOpen() throws IOException {
    BlobId one = write(PutAndGetTest.content(SIZE));
    BlobId other = write(PutAndGetTest.content(SIZE));
    assertThatThrownBy(() -> open(other, one)).isInstanceOf(NotAuthentic.class);
    assertThatThrownBy(() -> bodies.open(one, 1, key, ByteSpan.all(SIZE)))
        .isInstanceOf(NotAuthentic.class);
  }

  @Test
  void missingBlobIsCorruptAndNotMissingObject() {
    test.put(putOp("gone", PutAndGetTest.content(SIZE)));
    var place =
        (Place.InBlob)
            VersionRow.decode(
                    test.kv
                        .get(at.index(), new ObjectGroup(at.bucket(), "gone").row(Suffixes.CURRENT))
                        .orElseThrow())
                .object()
                .place();
    blobs.remove(place.blob());
    assertThatThrownBy(() -> read(test.get(getOp("gone", null, null)))).isInstanceOf(Corrupt.class);
  }
}
