package dev.coffer.crypto.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataKeysTest {
  private static final int CHUNK = 16 * 1024;

  /** The inner layer of so many bytes is exactly one chunk, or two, of the outer one. */
  private static final int FILLS_ONE = CHUNK - 56 - 16;

  private static final int FILLS_TWO = 2 * CHUNK - 56 - 2 * 16;

  private final Entropy entropy = new Random(11)::nextBytes;
  private final byte[] body = entropy.bytes(16);
  private final DataKeys one = DataKeys.drawOne(entropy);
  private final DataKeys two = DataKeys.drawTwo(entropy);

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  static Stream<Integer> sizes() {
    return Stream.of(0, 1, CHUNK, FILLS_ONE, FILLS_TWO, 2 * CHUNK, 9 * CHUNK, 20 * CHUNK)
        .flatMap(size -> Stream.of(size - 1, size, size + 1))
        .filter(size -> size >= 0)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void whatIsSealedAsAWholeOpensToo(int size) throws IOException {
    byte[] plain = entropy.bytes(size);
    for (DataKeys keys : List.of(one, two)) {
      byte[] sealed = keys.sealed(body, 3, entropy, plain);
      assertThat(sealed).hasSize((int) keys.sealedSize(size));
      assertThat(open(keys, sealed, 3, 0, size)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void whatIsSealedOpensInOneLayerAndInTwo(int size) throws IOException {
    byte[] plain = entropy.bytes(size);
    for (DataKeys keys : List.of(one, two)) {
      byte[] sealed = seal(keys, plain, 3);
      assertThat(sealed).hasSize((int) keys.sealedSize(size));
      assertThat(keys.plainSize(sealed.length)).isEqualTo(size);
      assertThat(open(keys, sealed, 3, 0, size)).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyRangeAtABorderOfEitherLayerIsRight(int size) throws IOException {
    byte[] plain = entropy.bytes(size);
    byte[] sealed = seal(two, plain, 0);
    int[] places =
        sizes().mapToInt(Integer::intValue).filter(place -> place <= size).sorted().toArray();
    for (int first : places) {
      for (int end : places) {
        if (end >= first) {
          assertThat(open(two, sealed, 0, first, end - first))
              .as("%d to %d of %d", first, end, size)
              .isEqualTo(Arrays.copyOfRange(plain, first, end));
        }
      }
    }
  }

  @Test
  void writesOfAnySizeGiveTheSameBytes() throws IOException {
    byte[] plain = entropy.bytes(3 * CHUNK + 17);
    for (int step : new int[] {1, 2, 3, 4096, CHUNK, CHUNK + 1}) {
      var sealed = new ByteArrayOutputStream();
      try (OutputStream out = two.sealing(body, 0, entropy, sealed)) {
        for (int at = 0; at < plain.length; at += step) {
          out.write(plain, at, Math.min(step, plain.length - at));
          out.flush();
        }
      }
      assertThat(open(two, sealed.toByteArray(), 0, 0, plain.length)).isEqualTo(plain);
    }
  }

  @Test
  void removingOneLayerLeavesCiphertext() throws IOException {
    byte[] plain = new byte[2 * CHUNK];
    Arrays.fill(plain, (byte) 'a');
    byte[] sealed = seal(two, plain, 0);
    try (DataKeys inner = DataKeys.one(two.inner().copy());
        DataKeys outer = DataKeys.one(two.findOuter().orElseThrow().copy())) {
      requireRefused(() -> open(inner, sealed, 0, 0, 1));
      // The outer key alone, given as the layer that it is not, opens nothing either.
      requireRefused(() -> open(outer, sealed, 0, 0, 1));
    }
    try (DataKeys swapped =
        DataKeys.two(two.findOuter().orElseThrow().copy(), two.inner().copy())) {
      requireRefused(() -> open(swapped, sealed, 0, 0, 1));
    }
  }

  @Test
  void theTwoLayersHaveKeysOfTheirOwn() {
    assertThat(two.findOuter().orElseThrow().sameAs(two.inner())).isFalse();
    assertThat(one.findOuter()).isEmpty();
  }

  @Test
  void anotherBodyAnotherPartAndAnotherKeyAreRefused() throws IOException {
    byte[] sealed = seal(two, entropy.bytes(100), 5);
    requireRefused(() -> open(two, sealed, 6, 0, 100));
    requireRefused(
        () -> two.opening(SealedSource.of(sealed), entropy.bytes(16), 5, 0, 100).readAllBytes());
    try (DataKeys other = DataKeys.drawTwo(entropy)) {
      requireRefused(() -> open(other, sealed, 5, 0, 100));
    }
    try (DataKeys mixed =
        DataKeys.two(Secret.random(entropy, 32), two.findOuter().orElseThrow().copy())) {
      requireRefused(() -> open(mixed, sealed, 5, 0, 100));
    }
  }

  @Test
  void everyFlippedBitOfASmallBodyIsRefused() throws IOException {
    byte[] sealed = seal(two, entropy.bytes(5), 0);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      requireRefused(() -> open(two, changed, 0, 0, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, FILLS_ONE, FILLS_TWO, CHUNK})
  void everyCutIsRefusedBeforeTheEndLeaves(int size) throws IOException {
    byte[] sealed = seal(two, entropy.bytes(size), 0);
    int step = size == 5 ? 1 : 97;
    for (int length = 0; length < sealed.length; length += step) {
      byte[] cut = Arrays.copyOf(sealed, length);
      requireRefused(() -> open(two, cut, 0, 0, Math.min(size, (int) two.plainSize(cut.length))));
    }
  }

  /** An end that is an empty chunk of the outer layer must authenticate as well. */
  @Test
  void theEmptyEndOfTheOuterLayerIsChecked() throws IOException {
    byte[] sealed = seal(two, entropy.bytes(FILLS_TWO), 0);
    assertThat(sealed).hasSize(56 + 2 * (CHUNK + 16) + 16);
    sealed[sealed.length - 1] ^= 1;
    requireRefused(() -> open(two, sealed, 0, FILLS_TWO - 1, 1));
    requireRefused(() -> open(two, sealed, 0, FILLS_TWO, 0));
    assertThat(open(two, sealed, 0, 0, 1)).hasSize(1);
  }

  @Test
  void whatLeftBeforeABrokenChunkWasAuthenticInBothLayers() throws IOException {
    byte[] plain = entropy.bytes(4 * CHUNK);
    byte[] sealed = seal(two, plain, 0);
    sealed[56 + 2 * (CHUNK + 16) + 5] ^= 1;
    var released = new ByteArrayOutputStream();
    requireRefused(
        () -> two.opening(SealedSource.of(sealed), body, 0, 0, plain.length).transferTo(released));
    assertThat(released.toByteArray()).isEqualTo(Arrays.copyOf(plain, released.size()));
    assertThat(released.size()).isLessThanOrEqualTo(2 * CHUNK);
  }

  @Test
  void aSmallRangeReadsAFewChunksOnly() throws IOException {
    byte[] sealed = seal(two, entropy.bytes(100 * CHUNK), 0);
    var counted = new CountedSource(sealed);
    try (InputStream in = two.opening(counted, body, 0, 50 * CHUNK + 5L, 100)) {
      assertThat(in.readAllBytes()).hasSize(100);
    }
    assertThat(counted.bytesRead()).isLessThanOrEqualTo(56 + 3 * (CHUNK + 16));
  }

  @Test
  void aWholeReadReadsTheSourceHardlyMoreThanOnce() throws IOException {
    byte[] sealed = seal(two, entropy.bytes(100 * CHUNK + 3), 0);
    var counted = new CountedSource(sealed);
    two.opening(counted, body, 0, 0, 100 * CHUNK + 3).transferTo(OutputStream.nullOutputStream());
    assertThat(counted.bytesRead()).isLessThanOrEqualTo(sealed.length + 4 * (CHUNK + 16));
  }

  @Test
  void aFailedWriteLeavesBothMessagesUnfinished() {
    var failing =
        new OutputStream() {
          private int written;

          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }

          @Override
          public void write(byte[] source, int offset, int length) throws IOException {
            written += length;
            throw new IOException("full");
          }
        };
    OutputStream out = two.sealing(body, 0, entropy, failing);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(new byte[20 * CHUNK]));
    int written = failing.written;
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> out.write(1));
    assertThat(failing.written).isEqualTo(written);
  }

  @Test
  void theChecksumKeyFollowsFromTheInnerKeyAlone() {
    byte[] context = new byte[32];
    try (DataKeys copy = two.copy();
        DataKeys innerOnly = DataKeys.one(two.inner().copy());
        WrappingKey key = two.checksums();
        WrappingKey again = copy.checksums();
        WrappingKey inner = innerOnly.checksums();
        WrappingKey other = one.checksums()) {
      byte[] sealed = key.sealRecord(new byte[] {1, 2, 3}, context, entropy);
      assertThat(again.openRecord(sealed, context)).containsExactly(1, 2, 3);
      assertThat(inner.openRecord(sealed, context)).containsExactly(1, 2, 3);
      requireRefused(() -> other.openRecord(sealed, context));
      try (WrappingKey dataKey = new WrappingKey(two.inner().copy())) {
        requireRefused(() -> dataKey.openRecord(sealed, context));
      }
    }
  }

  @Test
  void aCopyLivesOn() throws IOException {
    byte[] sealed = seal(two, new byte[] {4, 5}, 0);
    DataKeys original = two.copy();
    try (DataKeys copy = original.copy()) {
      original.close();
      assertThat(open(copy, sealed, 0, 0, 2)).containsExactly(4, 5);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> seal(original, new byte[1], 0));
    }
  }

  @Test
  void keysHave32Bytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> DataKeys.one(Secret.of(new byte[31])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataKeys.two(Secret.of(new byte[32]), Secret.of(new byte[33])));
  }

  private byte[] seal(DataKeys keys, byte[] plain, int ordinal) throws IOException {
    var sealed = new ByteArrayOutputStream();
    try (OutputStream out = keys.sealing(body, ordinal, entropy, sealed)) {
      out.write(plain);
    }
    return sealed.toByteArray();
  }

  private byte[] open(DataKeys keys, byte[] sealed, int ordinal, long first, long count)
      throws IOException {
    try (InputStream in = keys.opening(SealedSource.of(sealed), body, ordinal, first, count)) {
      return in.readAllBytes();
    }
  }

  private static void requireRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(reading);
  }
}
