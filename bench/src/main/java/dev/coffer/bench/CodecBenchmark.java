package dev.coffer.bench;

import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.SseApplied;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to read a PutObject as the SDK sends it, and to write its answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private final Headers headers =
      Headers.of(
          "Host", "127.0.0.1:9000",
          "Content-Length", "4096",
          "Content-Type", "application/octet-stream",
          "Content-Encoding", "aws-chunked",
          "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "x-amz-date", "20261123T120000Z",
          "x-amz-decoded-content-length", "4096",
          "x-amz-meta-one", "two",
          "x-amz-meta-three", "four",
          "x-amz-sdk-checksum-algorithm", "CRC32",
          "x-amz-trailer", "x-amz-checksum-crc32");
  private final Request request =
      new Request(
          "PUT", "/bucket/a%20key/of%2Ftwo", null, headers, Body.empty(), Request.Peer.LOCAL);
  private final PutObject.Output output =
      new PutObject.Output(
          "\"9b2cf535f27731c974343645a3985328\"",
          null,
          null,
          null,
          ChecksumHeaders.NONE,
          "FULL_OBJECT",
          SseApplied.SSE_S3,
          null);

  /** Address and operation of a request. */
  @Benchmark
  public PutObject decode() {
    Address address = Address.of(request, Domains.LOCALHOST);
    return Codec.s3().decode(PutObject.class, request, address);
  }

  /** The answer to it. */
  @Benchmark
  public Response encode() {
    return Codec.s3().encode(PutObject.class, output);
  }
}
