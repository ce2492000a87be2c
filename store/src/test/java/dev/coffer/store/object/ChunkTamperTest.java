package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.store.TestStore;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.SseApplied;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: chunks that are cut, moved, repeated or another object's give no wrong byte, and no body
 * that was changed comes to a clean end. Source: docs/formats/payload-v1.md.
 */
final class ChunkTamperTest {
  private static final int HEADER = 56;
  private static final int SEALED_CHUNK = 16_400;
  private static final int SIZE = 4 * 16_384 + 5_000;
  private static final byte[] CONTENT = World.noise(1, SIZE);

  private final TestStore test = TestStore.withBucket();
  private final Bodies bodies = new Bodies(test.blobs, Entropy.system());
  private final ObjectGroup at = new ObjectGroup(test.store.buckets().require(BUCKET), "key");

  /** SSE-S3, SSE-KMS and SSE-C seal once; DSSE-KMS twice. */
  enum Layers {
    ONE,
    TWO;

    DataKeys draw() {
      return this == ONE ? DataKeys.drawOne(Entropy.system()) : DataKeys.drawTwo(Entropy.system());
    }
  }

  private BlobId write(DataKeys keys, int part, byte[] content) {
    try {
      var announced = CheckedContent.announced(Body.of(content), Integrity.NONE);
      Place place =
          bodies.write(
              new Bodies.Target(at, keys, part), announced.open(at.bucket(), SseApplied.SSE_S3));
      return ((Place.InBlob) place).blob();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] sealed(BlobId blob) {
    try (BlobReader reader = test.blobs.open(blob)) {
      byte[] sealed = new byte[Math.toIntExact(reader.sizeBytes())];
      assertThat(reader.read(0, sealed, 0, sealed.length)).isEqualTo(sealed.length);
      return sealed;
    }
  }

  private static byte[] header(byte[] sealed) {
    return Arrays.copyOf(sealed, HEADER);
  }

  private static List<byte[]> chunks(byte[] sealed) {
    List<byte[]> chunks = new ArrayList<>();
    for (int from = HEADER; from < sealed.length; from += SEALED_CHUNK) {
      int end = Math.min(from + SEALED_CHUNK, sealed.length);
      chunks.add(Arrays.copyOfRange(sealed, from, end));
    }
    return chunks;
  }

  private static byte[] joined(byte[] header, List<byte[]> chunks) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(header);
    chunks.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** Reads other bytes under the name of a blob: what comes is true, and then there is an error. */
  private void requireBroken(DataKeys keys, BlobId named, byte[] bytes) {
    var read = new ByteArrayOutputStream();
    boolean ended = false;
    try (InputStream in = open(keys, named, bytes, ByteSpan.all(SIZE))) {
      in.transferTo(read);
      ended = true;
    } catch (NotAuthentic _) {
      // As it must be; what came before is looked at below.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThat(ended).as("a clean end").isFalse();
    byte[] got = read.toByteArray();
    assertThat(Arrays.equals(got, Arrays.copyOf(CONTENT, got.length))).isTrue();
  }

  /** A range gives its own bytes or an error. */
  private void requireTrueRanges(DataKeys keys, BlobId named, byte[] bytes) {
    for (int first = 0; first < SIZE; first += 9_000) {
      int count = Math.min(20_000, SIZE - first);
      var span = new ByteSpan(first, count, SIZE);
      try (InputStream in = open(keys, named, bytes, span)) {
        byte[] expected = Arrays.copyOfRange(CONTENT, first, first + count);
        assertThat(Arrays.equals(in.readAllBytes(), expected)).isTrue();
      } catch (NotAuthentic _) {
        // The other answer.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private InputStream open(DataKeys keys, BlobId named, byte[] bytes, ByteSpan span) {
    BlobId stored = store(bytes);
    return new Bodies(new Substituted(test.blobs, stored), Entropy.system())
        .open(named, 0, keys, span);
  }

  private BlobId store(byte[] bytes) {
    try (BlobWriter writer = test.blobs.create(at.blobHint())) {
      writer.write(bytes);
      writer.finish();
      return writer.id();
    }
  }

  private void requireNoticed(DataKeys keys, BlobId named, byte[] bytes) {
    requireBroken(keys, named, bytes);
    requireTrueRanges(keys, named, bytes);
  }

  @ParameterizedTest
  @EnumSource
  void noBodyCutAtAChunkBoundaryOrBesideItEndsCleanly(Layers layers) {
    try (DataKeys keys = layers.draw()) {
      BlobId blob = write(keys, 0, CONTENT);
      byte[] sealed = sealed(blob);
      for (int end = HEADER; end < sealed.length; end += SEALED_CHUNK) {
        for (int cut = end - 1; cut <= end + 1; cut++) {
          requireNoticed(keys, blob, Arrays.copyOf(sealed, cut));
        }
      }
      requireNoticed(keys, blob, new byte[0]);
      requireNoticed(keys, blob, Arrays.copyOf(sealed, sealed.length - 1));
      requireNoticed(keys, blob, Arrays.copyOf(sealed, sealed.length + 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTwoChunksCanChangePlacesNorOneBeRepeatedOrTakenOut(Layers layers) {
    try (DataKeys keys = layers.draw()) {
      BlobId blob = write(keys, 0, CONTENT);
      byte[] sealed = sealed(blob);
      List<byte[]> chunks = chunks(sealed);
      for (int one = 0; one < chunks.size(); one++) {
        for (int other = 0; other < chunks.size(); other++) {
          if (one != other) {
            List<byte[]> repeated = new ArrayList<>(chunks);
            repeated.set(one, chunks.get(other));
            requireNoticed(keys, blob, joined(header(sealed), repeated));
            repeated.set(other, chunks.get(one));
            requireNoticed(keys, blob, joined(header(sealed), repeated));
          }
        }
        List<byte[]> more = new ArrayList<>(chunks);
        more.add(one, chunks.get(one));
        requireNoticed(keys, blob, joined(header(sealed), more));
        List<byte[]> fewer = new ArrayList<>(chunks);
        fewer.remove(one);
        requireNoticed(keys, blob, joined(header(sealed), fewer));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noChunkOfAnotherBodyFits(Layers layers) {
    try (DataKeys keys = layers.draw();
        DataKeys strange = layers.draw()) {
      BlobId blob = write(keys, 0, CONTENT);
      byte[] sealed = sealed(blob);
      List<byte[]> chunks = chunks(sealed);
      BlobId sameKeys = write(keys, 0, CONTENT);
      BlobId otherPart = write(keys, 1, CONTENT);
      BlobId otherKeys = write(strange, 0, CONTENT);
      for (BlobId other : List.of(sameKeys, otherPart, otherKeys)) {
        byte[] foreign = sealed(other);
        requireNoticed(keys, blob, foreign);
        requireNoticed(keys, blob, joined(header(foreign), chunks));
        for (int i = 0; i < chunks.size(); i++) {
          List<byte[]> mixed = new ArrayList<>(chunks);
          mixed.set(i, chunks(foreign).get(i));
          requireNoticed(keys, blob, joined(header(sealed), mixed));
        }
      }
    }
  }
}
