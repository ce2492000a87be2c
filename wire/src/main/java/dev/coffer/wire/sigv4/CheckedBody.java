package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the check of a body into the request's stream, and takes {@code aws-chunked} out of its
 * {@code Content-Encoding}. Reads nothing itself.
 */
public final class CheckedBody {
  private static final String DECODED_LENGTH = "x-amz-decoded-content-length";
  private static final String TRAILER = "x-amz-trailer";
  private static final String ENCODING = "Content-Encoding";
  private static final int MAX_TRAILERS = 8;
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

  private CheckedBody() {}

  /**
   * The request with a body that fails while it is read, at the latest before its last byte, when
   * it is not what the request declared.
   *
   * @param signatures null unless the chunks are signed
   */
  public static Request of(
      Request request, ContentHash contentHash, @Nullable ChunkSignatures signatures) {
    Body body =
        switch (contentHash) {
          case ContentHash.Streaming mode -> chunked(request, mode, signatures);
          case ContentHash.Exact exact -> plain(request, exact.hex());
          case ContentHash.UnsignedPayload _ -> plain(request, null);
        };
    return request.withBody(body).withHeaders(withoutAwsChunked(request.headers()));
  }

  private static Body plain(Request request, @Nullable String sha256) {
    Body body = request.body();
    if (request.headers().has(TRAILER)) {
      throw S3Error.InvalidRequest.because(
          "The x-amz-trailer header needs a streaming x-amz-content-sha256");
    }
    if (request.headers().has(DECODED_LENGTH) && decodedBytes(request) != body.sizeBytes()) {
      throw S3Error.IncompleteBody.refusal();
    }
    if (body.sizeBytes() == 0 && sha256 != null && !sha256.equalsIgnoreCase(Sha256.OF_NOTHING)) {
      throw CheckedInput.mismatch(sha256, Sha256.OF_NOTHING);
    }
    return body.withStream(new CheckedInput(body, sha256));
  }

  private static Body chunked(
      Request request, ContentHash.Streaming mode, @Nullable ChunkSignatures signatures) {
    if (mode.signed() != (signatures != null)) {
      throw new IllegalStateException("signed chunks and their signatures come together");
    }
    List<String> declared = declaredTrailers(request.headers());
    if (!mode.trailer() && !declared.isEmpty()) {
      throw S3Error.InvalidRequest.because(
          "The x-amz-trailer header needs an x-amz-content-sha256 with trailer");
    }
    long decodedBytes = decodedBytes(request);
    var input =
        new ChunkedInput(
            request.body().stream(), decodedBytes, signatures, mode.trailer() ? declared : null);
    return new Body(input, decodedBytes, input::trailers);
  }

  private static long decodedBytes(Request request) {
    String text =
        AuthorizationHeader.single(request.headers(), DECODED_LENGTH)
            .orElseThrow(S3Error.MissingContentLength::refusal);
    if (!LENGTH.matcher(text).matches()) {
      throw S3Error.InvalidArgument.because("x-amz-decoded-content-length must be a number")
          .with("ArgumentName", DECODED_LENGTH)
          .with("ArgumentValue", text);
    }
    return Long.parseLong(text);
  }

  private static List<String> declaredTrailers(Headers headers) {
    var names = new ArrayList<String>();
    for (String value : headers.all(TRAILER)) {
      for (String part : value.split(",", -1)) {
        String name = part.strip().toLowerCase(Locale.ROOT);
        if (!name.startsWith("x-amz-checksum-") || names.contains(name)) {
          throw badTrailer();
        }
        names.add(name);
      }
    }
    if (names.size() > MAX_TRAILERS) {
      throw badTrailer();
    }
    return names;
  }

  private static S3Exception badTrailer() {
    return S3Error.InvalidRequest.because(
        "The value specified in the x-amz-trailer header is not supported");
  }

  private static Headers withoutAwsChunked(Headers headers) {
    var cleaned = Headers.builder();
    for (Headers.Field field : headers.fields()) {
      String value =
          field.name().equalsIgnoreCase(ENCODING) ? cleaned(field.value()) : field.value();
      if (!field.name().equalsIgnoreCase(ENCODING) || !value.isEmpty()) {
        cleaned.add(field.name(), value);
      }
    }
    return cleaned.build();
  }

  /**
   * Encodings that stay are kept as they were written; a value without aws-chunked is kept whole.
   */
  private static String cleaned(String encodings) {
    var kept = new ArrayList<String>();
    boolean found = false;
    for (String encoding : encodings.split(",", -1)) {
      boolean chunked = encoding.strip().equalsIgnoreCase("aws-chunked");
      found |= chunked;
      if (!chunked && !encoding.isBlank()) {
        kept.add(encoding.strip());
      }
    }
    return found ? String.join(",", kept) : encodings;
  }
}
