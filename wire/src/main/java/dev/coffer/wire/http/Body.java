package dev.coffer.wire.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * What a message carries after its headers, to be read once.
 *
 * <p>{@link #sizeBytes} is {@link #UNKNOWN} when the sender did not say. {@link #trailers} may be
 * asked for after the stream has ended. A stream that fails in the middle makes the listener cut
 * the connection; it is never ended cleanly.
 */
public record Body(InputStream stream, long sizeBytes, Supplier<Headers> trailers) {
  public static final long UNKNOWN = -1;

  public Body(InputStream stream, long sizeBytes) {
    this(stream, sizeBytes, () -> Headers.EMPTY);
  }

  public static Body empty() {
    return of(new byte[0]);
  }

  public static Body of(byte[] bytes) {
    return new Body(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** The same size and trailers with another stream. */
  public Body withStream(InputStream other) {
    return new Body(other, sizeBytes, trailers);
  }
}
