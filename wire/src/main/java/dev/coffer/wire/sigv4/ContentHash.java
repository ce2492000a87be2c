package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import java.util.regex.Pattern;

/** What {@code x-amz-content-sha256} says about a body, and so how the body is checked. */
public sealed interface ContentHash {
  /** The header with which a request declares it. */
  String HEADER = "x-amz-content-sha256";

  /** The value on the wire, which is also the last line of the canonical request. */
  String wireValue();

  /**
   * The body's SHA-256 is known beforehand.
   *
   * @param hex 64 hexadecimal digits, as they came
   */
  record Exact(String hex) implements ContentHash {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    public Exact {
      if (!HEX.matcher(hex).matches()) {
        throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
      }
    }

    /** The hash of these bytes. */
    public static Exact of(byte[] body) {
      return new Exact(Sha256.hex(body));
    }

    @Override
    public String wireValue() {
      return hex;
    }
  }

  /** The signature does not cover the body. */
  record UnsignedPayload() implements ContentHash {
    @Override
    public String wireValue() {
      return "UNSIGNED-PAYLOAD";
    }
  }

  /**
   * The body is {@code aws-chunked}.
   *
   * @param signed whether each chunk carries a signature
   * @param trailer whether trailers follow the last chunk
   */
  record Streaming(boolean signed, boolean trailer) implements ContentHash {
    @Override
    public String wireValue() {
      return signed
          ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (trailer ? "-TRAILER" : "")
          : "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    }
  }

  /** Reads a header or query value; refuses what Amazon does not know, and SigV4A by name. */
  static ContentHash parse(String value) {
    return switch (value) {
      case "UNSIGNED-PAYLOAD" -> new UnsignedPayload();
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Streaming(true, false);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Streaming(true, true);
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Streaming(false, true);
      case "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" ->
          throw S3Error.NotImplemented.because(value + " is not implemented");
      default -> exact(value);
    };
  }

  private static ContentHash exact(String value) {
    if (Exact.HEX.matcher(value).matches()) {
      return new Exact(value);
    }
    throw S3Error.InvalidArgument.because(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or"
                + " a valid sha256 value.")
        .with("ArgumentName", HEADER)
        .with("ArgumentValue", value);
  }
}
