package dev.coffer.server.listener;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A decoded head, checked: what the framing says, and the request that it becomes.
 *
 * <p>The library hands out a head's bytes as Latin-1 characters. Targets and values are UTF-8 where
 * they are that, since signatures are computed over the UTF-8 form of what clients mean.
 */
record RequestHead(
    String method,
    String rawTarget,
    Headers headers,
    boolean chunked,
    long contentLength,
    boolean expectsContinue,
    boolean keepAlive,
    boolean http10) {

  /** Says what is wrong with a head that did not decode. */
  static S3Exception refusalOf(DecoderResult failed) {
    return switch (failed.cause()) {
      case TooLongHttpLineException _ -> S3Error.URITooLong.refusal();
      case TooLongHttpHeaderException _ -> S3Error.RequestHeaderSectionTooLarge.refusal();
      case null, default -> S3Error.BadRequest.refusal();
    };
  }

  /**
   * Checks a head that decoded.
   *
   * @throws S3Exception when it is no request that can be answered
   */
  static RequestHead of(HttpRequest request, Limits limits) {
    if (request.decoderResult().isFailure()) {
      throw refusalOf(request.decoderResult());
    }
    HttpHeaders given = request.headers();
    boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (!http10 && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw S3Error.HttpVersionNotSupported.refusal();
    }
    if (given.size() > limits.headers()) {
      throw S3Error.RequestHeaderSectionTooLarge.refusal();
    }
    requireOneHost(given, http10);
    boolean chunked = chunked(given, http10);
    return new RequestHead(
        request.method().name(),
        target(request.uri()),
        headers(given),
        chunked,
        chunked ? Body.UNKNOWN : contentLength(given),
        expectsContinue(given) && !http10,
        HttpUtil.isKeepAlive(request),
        http10);
  }

  boolean hasBody() {
    return chunked || contentLength > 0;
  }

  Request toRequest(Body body, Request.Peer peer) {
    int question = rawTarget.indexOf('?');
    String path = question < 0 ? rawTarget : rawTarget.substring(0, question);
    String query = question < 0 ? null : rawTarget.substring(question + 1);
    String protocol = http10 ? "HTTP/1.0" : "HTTP/1.1";
    return new Request(method, path, query, headers, body, peer, protocol);
  }

  private static void requireOneHost(HttpHeaders given, boolean http10) {
    int hosts = given.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && !http10)) {
      throw S3Error.BadRequest.refusal();
    }
  }

  private static boolean chunked(HttpHeaders given, boolean http10) {
    var codings = given.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return false;
    }
    if (http10 || codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
      throw S3Error.BadRequest.refusal();
    }
    return true;
  }

  private static long contentLength(HttpHeaders given) {
    var lengths = given.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.isEmpty()) {
      return 0;
    }
    String length = lengths.getFirst();
    boolean digits = !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
    if (lengths.size() > 1 || !digits || length.length() > 18) {
      throw S3Error.BadRequest.refusal();
    }
    return Long.parseLong(length);
  }

  private static boolean expectsContinue(HttpHeaders given) {
    var expectations = given.getAll(HttpHeaderNames.EXPECT);
    if (expectations.isEmpty()) {
      return false;
    }
    if (expectations.size() > 1 || !expectations.getFirst().equalsIgnoreCase("100-continue")) {
      throw S3Error.ExpectationFailed.refusal();
    }
    return true;
  }

  private static String target(String latin1) {
    if (!latin1.startsWith("/") && !latin1.equals("*")) {
      throw S3Error.InvalidURI.refusal();
    }
    try {
      return strictUtf8(latin1);
    } catch (CharacterCodingException e) {
      throw S3Error.InvalidURI.refusal();
    }
  }

  private static Headers headers(HttpHeaders given) {
    var headers = Headers.builder();
    for (Map.Entry<String, String> field : given) {
      headers.add(field.getKey(), value(field.getValue()));
    }
    return headers.build();
  }

  private static String value(String latin1) {
    try {
      return strictUtf8(latin1);
    } catch (CharacterCodingException notUtf8) {
      return latin1;
    }
  }

  private static String strictUtf8(String latin1) throws CharacterCodingException {
    if (latin1.chars().allMatch(c -> c < 0x80)) {
      return latin1;
    }
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
