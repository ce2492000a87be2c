package dev.coffer.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealing and opening as streams. */
final class StreamTest {
  private static final int CHUNK = Cobblestone.CHUNK_BYTES;
  private static final int[] SIZES = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 20 * CHUNK + 9};

  private final Entropy entropy = new Random(11)::nextBytes;
  private final Secret key = Secret.random(entropy, Cobblestone.KEY_BYTES);
  private final byte[] context = PayloadContext.of(PayloadContext.INNER, entropy.bytes(16), 3);

  @AfterEach
  void forget() {
    key.close();
  }

  static Stream<Arguments> sizesAndSteps() {
    return IntStream.of(SIZES)
        .boxed()
        .flatMap(size ->
            IntStream.of(1, 2, 3, 4096, CHUNK, 5 * CHUNK + 1)
                .mapToObj(step -> Arguments.of(size, step)));
  }

  @ParameterizedTest
  @MethodSource("sizesAndSteps")
  void writtenInStepsTheMessageIsTheSame(int sizeBytes, int stepBytes) throws IOException {
    byte[] plaintext = entropy.bytes(sizeBytes);
    byte[] salt = entropy.bytes(Cobblestone.SALT_BYTES);
    Entropy sameSalt = target -> System.arraycopy(salt, 0, target, 0, target.length);
    var sealed = new ByteArrayOutputStream();
    try (var out = new SealingOutput(key, context, sameSalt, sealed)) {
      for (int at = 0; at < sizeBytes; at += stepBytes) {
        out.write(plaintext, at, Math.min(stepBytes, sizeBytes - at));
      }
    }
    assertThat(sealed.toByteArray()).isEqualTo(Cobblestone.seal(key, context, plaintext, sameSalt));
  }

  @ParameterizedTest
  @MethodSource("sizesAndSteps")
  void readInStepsThePlaintextIsTheSame(int sizeBytes, int stepBytes) throws IOException {
    byte[] plaintext = entropy.bytes(sizeBytes);
    byte[] sealed = Cobblestone.seal(key, context, plaintext, entropy);
    var opened = new ByteArrayOutputStream();
    try (var in = open(sealed, 0, sizeBytes)) {
      byte[] step = new byte[stepBytes];
      for (int read = in.read(step); read >= 0; read = in.read(step)) {
        opened.write(step, 0, read);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(opened.toByteArray()).isEqualTo(plaintext);
  }

  @Test
  void singleBytesGoBothWays() throws IOException {
    var sealed = new ByteArrayOutputStream();
    try (var out = new SealingOutput(key, context, entropy, sealed)) {
      out.write(0x1ff);
      out.write(7);
      out.flush();
    }
    try (var in = open(sealed.toByteArray(), 0, 2)) {
      assertThat(in.read()).isEqualTo(0xff);
      assertThat(in.available()).isEqualTo(1);
      assertThat(in.read()).isEqualTo(7);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void everyRangeAtAChunkBorderIsRight() throws IOException {
    byte[] plaintext = entropy.bytes(3 * CHUNK);
    byte[] sealed = Cobblestone.seal(key, context, plaintext, entropy);
    int[] borders =
        IntStream.rangeClosed(0, 3)
            .flatMap(chunk -> IntStream.rangeClosed(chunk * CHUNK - 1, chunk * CHUNK + 1))
            .filter(place -> place >= 0 && place <= plaintext.length)
            .toArray();
    for (int from : borders) {
      for (int to : borders) {
        if (from <= to) {
          assertThat(range(sealed, from, to - from))
              .as("%d to %d", from, to)
              .isEqualTo(Arrays.copyOfRange(plaintext, from, to));
        }
      }
    }
  }

  @Test
  void transferPassesTheRestOn() throws IOException {
    byte[] plaintext = entropy.bytes(10 * CHUNK + 3);
    byte[] sealed = Cobblestone.seal(key, context, plaintext, entropy);
    var passed = new ByteArrayOutputStream();
    try (var in = open(sealed, CHUNK - 2, 9 * CHUNK)) {
      assertThat(in.read()).isEqualTo(plaintext[CHUNK - 2] & 0xff);
      assertThat(in.transferTo(passed)).isEqualTo(9 * CHUNK - 1);
    }
    assertThat(passed.toByteArray())
        .isEqualTo(Arrays.copyOfRange(plaintext, CHUNK - 1, 10 * CHUNK - 2));
  }

  @Test
  void aChunkThatFailsLeavesNothingBehind() throws IOException {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(3 * CHUNK), entropy);
    sealed[Cobblestone.HEADER_BYTES + Cobblestone.SEALED_CHUNK_BYTES + 5] ^= 1;
    byte[] target = new byte[2 * CHUNK];
    try (var in = open(sealed, 0, 3 * CHUNK)) {
      assertThat(in.read(target)).isEqualTo(CHUNK);
      for (int again = 0; again < 2; again++) {
        assertThatExceptionOfType(NotAuthentic.class)
            .isThrownBy(() -> in.read(target, CHUNK, CHUNK));
      }
      assertThat(Arrays.copyOfRange(target, CHUNK, 2 * CHUNK)).containsOnly(0);
    }
  }

  @Test
  void aRangeOutsideThePlaintextIsABug() {
    byte[] sealed = Cobblestone.seal(key, context, new byte[10], entropy);
    long[][] ranges = {{-1, 1}, {0, -1}, {0, 11}, {10, 1}, {11, 0}, {1, Long.MAX_VALUE}};
    for (long[] range : ranges) {
      assertThatIllegalArgumentException().isThrownBy(() -> open(sealed, range[0], range[1]));
    }
  }

  @Test
  void aSourceThatGivesLittleAtATimeIsReadToTheEnd() throws IOException {
    byte[] plaintext = entropy.bytes(2 * CHUNK + 5);
    SealedSource whole = SealedSource.of(Cobblestone.seal(key, context, plaintext, entropy));
    var slow =
        new SealedSource() {
          @Override
          public long sizeBytes() {
            return whole.sizeBytes();
          }

          @Override
          public int read(long at, byte[] target, int offset, int length) {
            return whole.read(at, target, offset, Math.min(length, 7));
          }
        };
    try (var in = new OpeningInput(key, context, slow, 0, plaintext.length)) {
      assertThat(in.readAllBytes()).isEqualTo(plaintext);
    }
  }

  @Test
  void manyChunksCostFewReadsAndASmallRangeReadsLittle() throws IOException {
    byte[] sealed = Cobblestone.seal(key, context, new byte[64 * CHUNK + 1], entropy);
    var reads = new AtomicInteger();
    var bytes = new AtomicInteger();
    SealedSource counted = counted(SealedSource.of(sealed), reads, bytes);
    try (var in = new OpeningInput(key, context, counted, 0, 64 * CHUNK + 1)) {
      assertThat(in.readAllBytes()).hasSize(64 * CHUNK + 1);
    }
    assertThat(reads.get()).isLessThanOrEqualTo(10);
    bytes.set(0);
    try (var in = new OpeningInput(key, context, counted, 40 * CHUNK + 5, 10)) {
      assertThat(in.readAllBytes()).hasSize(10);
    }
    assertThat(bytes.get()).isEqualTo(Cobblestone.HEADER_BYTES + CHUNK + Cobblestone.TAG_BYTES);
  }

  private static SealedSource counted(SealedSource source, AtomicInteger reads, AtomicInteger sum) {
    return new SealedSource() {
      @Override
      public long sizeBytes() {
        return source.sizeBytes();
      }

      @Override
      public int read(long at, byte[] target, int offset, int length) {
        int read = source.read(at, target, offset, length);
        reads.incrementAndGet();
        sum.addAndGet(read);
        return read;
      }
    };
  }

  @Test
  void aSourceThatEndsEarlyIsNotAuthentic() {
    byte[] sealed = Cobblestone.seal(key, context, new byte[CHUNK + 10], entropy);
    SealedSource cut = SealedSource.of(Arrays.copyOf(sealed, 2000));
    var lying =
        new SealedSource() {
          @Override
          public long sizeBytes() {
            return sealed.length;
          }

          @Override
          public int read(long at, byte[] target, int offset, int length) {
            return cut.read(at, target, offset, length);
          }
        };
    assertThatExceptionOfType(NotAuthentic.class)
        .isThrownBy(() -> new OpeningInput(key, context, lying, 0, CHUNK).read());
  }

  @Test
  void theFirstBadChunkStopsTheStreamForGood() throws IOException {
    byte[] plaintext = entropy.bytes(3 * CHUNK);
    byte[] sealed = Cobblestone.seal(key, context, plaintext, entropy);
    sealed[56 + 16400 + 100] ^= 1;
    try (var in = open(sealed, 0, plaintext.length)) {
      assertThat(in.readNBytes(CHUNK)).isEqualTo(Arrays.copyOf(plaintext, CHUNK));
      byte[] target = new byte[CHUNK];
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> in.read(target));
      }
      assertThat(target).containsOnly(0);
    }
  }

  @Test
  void aChangedEmptyEndIsNoticedBeforeAnythingLeaves() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(2 * CHUNK), entropy);
    sealed[sealed.length - 1] ^= 1;
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> open(sealed, 0, 2 * CHUNK));
  }

  @Test
  void aWrongCommitmentIsNoticedBeforeAnyChunkIsRead() {
    byte[] sealed = Cobblestone.seal(key, context, entropy.bytes(40 * CHUNK), entropy);
    sealed[30] ^= 1;
    var bytes = new AtomicInteger();
    SealedSource source = counted(SealedSource.of(sealed), new AtomicInteger(), bytes);
    assertThatExceptionOfType(NotAuthentic.class)
        .isThrownBy(() -> new OpeningInput(key, context, source, 39 * CHUNK, 1));
    assertThat(bytes.get()).isEqualTo(Cobblestone.HEADER_BYTES);
  }

  @Test
  void aStreamNeedsItsKeyOnlyAtTheStart() throws IOException {
    var sealed = new ByteArrayOutputStream();
    Secret briefly = key.copy();
    try (var out = new SealingOutput(briefly, context, entropy, sealed)) {
      briefly.close();
      out.write(new byte[CHUNK + 1]);
    }
    Secret again = key.copy();
    try (var in =
        new OpeningInput(again, context, SealedSource.of(sealed.toByteArray()), 0, CHUNK + 1)) {
      again.close();
      assertThat(in.readAllBytes()).hasSize(CHUNK + 1);
    }
  }

  @Test
  void nothingIsWrittenAfterTheEndNorReadAfterClose() throws IOException {
    var sealed = new ByteArrayOutputStream();
    var out = new SealingOutput(key, context, entropy, sealed);
    out.close();
    out.close();
    assertThatIllegalStateException().isThrownBy(() -> out.write(1));
    var in = open(sealed.toByteArray(), 0, 0);
    in.close();
    assertThatExceptionOfType(IOException.class).isThrownBy(in::read);
  }

  @Test
  void afterAFailedWriteTheMessageStaysUnfinished() throws IOException {
    var written = new AtomicInteger();
    var failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public void write(byte[] source, int offset, int length) throws IOException {
            written.incrementAndGet();
            throw new IOException("the disk is gone");
          }
        };
    var out = new SealingOutput(key, context, entropy, failing);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> out.write(new byte[9 * CHUNK]));
    out.close();
    assertThat(written.get()).isEqualTo(1);
  }

  @Test
  void aContextBindsLayerBlobAndOrdinal() {
    byte[] blob = entropy.bytes(16);
    assertThat(PayloadContext.of(PayloadContext.OUTER, blob, 0x01020304))
        .asHexString()
        .isEqualToIgnoringCase("0101" + HexFormat.of().formatHex(blob) + "01020304");
    byte[] sealed =
        Cobblestone.seal(key, PayloadContext.of(PayloadContext.INNER, blob, 1), blob, entropy);
    for (byte[] other :
        new byte[][] {
          PayloadContext.of(PayloadContext.OUTER, blob, 1),
          PayloadContext.of(PayloadContext.INNER, blob, 2),
          PayloadContext.of(PayloadContext.INNER, entropy.bytes(16), 1)
        }) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> Cobblestone.open(key, other, sealed));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> PayloadContext.of(2, blob, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> PayloadContext.of(0, blob, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> PayloadContext.of(0, new byte[15], 0));
  }

  private OpeningInput open(byte[] sealed, long firstByte, long byteCount) {
    return new OpeningInput(key, context, SealedSource.of(sealed), firstByte, byteCount);
  }

  private byte[] range(byte[] sealed, long firstByte, long byteCount) throws IOException {
    try (var in = open(sealed, firstByte, byteCount)) {
      return in.readAllBytes();
    }
  }
}
