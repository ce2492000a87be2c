package dev.coffer.server.gateway;

import dev.coffer.store.logging.AccessRecord;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says, for a log: others read it than those who may send such a request
 * again, so what would let them is replaced.
 */
final class SentText {
  private static final String HIDDEN = "REDACTED";
  private static final Set<String> SECRETS =
      Set.of(
          "x-amz-signature",
          "x-amz-security-token",
          "x-amz-s3session-token",
          "signature",
          "x-amz-server-side-encryption-customer-key",
          "x-amz-copy-source-server-side-encryption-customer-key");

  private SentText() {}

  static AccessRecord.Line line(Request request) {
    return new AccessRecord.Line(
        request.method(),
        uri(request),
        request.protocol(),
        request.headers().first("Referer").map(SentText::referer).orElse(null),
        request.headers().first("User-Agent").orElse(null));
  }

  /** An address like the request's own: a page may have been opened by a presigned URL. */
  private static String referer(String address) {
    int mark = address.indexOf('?');
    return mark < 0 ? address : address.substring(0, mark + 1) + shown(address.substring(mark + 1));
  }

  private static String uri(Request request) {
    String query = request.rawQuery();
    return query == null ? request.rawPath() : request.rawPath() + "?" + shown(query);
  }

  private static String shown(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(SentText::parameter)
        .collect(Collectors.joining("&"));
  }

  private static String parameter(String written) {
    int equals = written.indexOf('=');
    String name = equals < 0 ? written : written.substring(0, equals);
    return equals >= 0 && SECRETS.contains(name(name)) ? name + "=" + HIDDEN : written;
  }

  private static String name(String written) {
    try {
      return Percent.decode(written).toLowerCase(Locale.ROOT);
    } catch (MalformedMessage _) {
      return written;
    }
  }

  /**
   * How the request came, and how it says who sends it.
   *
   * @param signed whether somebody sent it, though nothing of its head says who: a form
   */
  static AccessRecord.Connection connection(Request request, boolean signed) {
    String authorization = request.headers().first("Authorization").orElse("");
    String query = request.rawQuery() == null ? "" : request.rawQuery();
    String tls = request.peer().tlsVersion();
    String signature = version(authorization, query);
    return new AccessRecord.Connection(
        signature == null && signed ? "SigV4" : signature,
        suite(request.peer().cipherSuite()),
        signature == null ? null : authorization.isEmpty() ? "QueryString" : "AuthHeader",
        request.headers().first("Host").orElse(null),
        tls == null ? null : "TLSv" + tls);
  }

  private static @Nullable String version(String authorization, String query) {
    if (authorization.startsWith("AWS4-HMAC-SHA256") || query.contains("X-Amz-Signature=")) {
      return "SigV4";
    }
    boolean old = authorization.startsWith("AWS ") || query.contains("AWSAccessKeyId=");
    return old ? "SigV2" : null;
  }

  /** As OpenSSL names it, and with it Amazon: {@code ECDHE-RSA-AES128-GCM-SHA256}. */
  private static @Nullable String suite(@Nullable String registered) {
    if (registered == null || !registered.contains("_WITH_")) {
      return registered;
    }
    return registered
        .replaceFirst("^TLS_", "")
        .replace("_WITH_", "_")
        .replaceFirst("AES_(\\d+)", "AES$1")
        .replaceFirst("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
        .replace('_', '-');
  }
}
