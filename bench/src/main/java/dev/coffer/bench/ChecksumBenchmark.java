package dev.coffer.bench;

import dev.coffer.wire.checksum.Checksum;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One MiB through each checksum: ours in Java beside those that the JDK has in hardware. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChecksumBenchmark {
  private final byte[] bytes = new byte[1 << 20];

  @Param({"CRC64NVME", "CRC32", "CRC32C", "SHA256"})
  ChecksumAlgorithm algorithm = ChecksumAlgorithm.CRC64NVME;

  @Benchmark
  public byte[] oneMebibyte() {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(bytes, 0, bytes.length);
    return checksum.value();
  }
}
