package dev.coffer.bench;

import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.OpeningInput;
import dev.coffer.crypto.seal.PayloadContext;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.seal.SealingOutput;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing and opening of whole payloads in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBenchmark {
  private final Entropy entropy = Entropy.system();
  private final Secret key = Secret.random(entropy, Cobblestone.KEY_BYTES);
  private final byte[] context =
      PayloadContext.of(PayloadContext.INNER, new byte[PayloadContext.BLOB_ID_BYTES], 0);

  @Param({"16384", "1048576"})
  int sizeBytes;

  private byte[] plain = {};
  private byte[] sealed = {};

  @Setup
  public void fill() {
    plain = entropy.bytes(sizeBytes);
    sealed = Cobblestone.seal(key, context, plain, entropy);
  }

  /** As a PUT does it. */
  @Benchmark
  public long seal() throws IOException {
    var counter = new Counter();
    try (var out = new SealingOutput(key, context, entropy, counter)) {
      out.write(plain);
    }
    return counter.bytes;
  }

  /** As a GET does it. */
  @Benchmark
  public long open() throws IOException {
    var counter = new Counter();
    try (var in = new OpeningInput(key, context, SealedSource.of(sealed), 0, sizeBytes)) {
      in.transferTo(counter);
    }
    return counter.bytes;
  }

  /** Takes everything and keeps nothing. */
  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes += length;
    }
  }
}
