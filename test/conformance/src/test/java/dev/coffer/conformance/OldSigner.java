package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with Signature Version 2, in path style. Source: Amazon S3 User Guide, "Signing and
 * authenticating REST requests (AWS signature version 2)".
 */
record OldSigner(String accessKeyId, String secret) {
  private static final Set<String> SUBRESOURCES =
      Set.of("partNumber", "uploadId", "uploads", "versionId", "response-content-type");

  static OldSigner of(Person person) {
    return new OldSigner(
        person.raw().signer().accessKeyId(), person.raw().signer().secret().reveal());
  }

  Request sign(Request request) {
    return signAt(request, Instant.now());
  }

  /** With that time in {@code x-amz-date} where the request has such a header, else in Date. */
  Request signAt(Request request, Instant time) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    boolean amz = request.headers().has("x-amz-date");
    Headers dated = request.headers().toBuilder().set(amz ? "x-amz-date" : "Date", date).build();
    String signature = signature(request.withHeaders(dated), amz ? "" : date);
    return request.withHeaders(
        dated.toBuilder().set("Authorization", "AWS " + accessKeyId + ":" + signature).build());
  }

  /** A target that is good for so many seconds. */
  String presign(Request request, long seconds) {
    String expires = Long.toString(Instant.now().getEpochSecond() + seconds);
    return request.rawPath()
        + "?AWSAccessKeyId="
        + accessKeyId
        + "&Expires="
        + expires
        + "&Signature="
        + URLEncoder.encode(signature(request, expires), UTF_8);
  }

  private String signature(Request request, String date) {
    Headers headers = request.headers();
    var amz = new TreeMap<String, String>();
    for (Headers.Field field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith("x-amz-")) {
        amz.merge(name, field.value(), (one, other) -> one + "," + other);
      }
    }
    String canonical =
        amz.entrySet().stream()
            .map(one -> one.getKey() + ":" + one.getValue() + "\n")
            .collect(Collectors.joining());
    String text =
        String.join(
            "\n",
            request.method(),
            headers.first("Content-MD5").orElse(""),
            headers.first("Content-Type").orElse(""),
            date,
            canonical + request.rawPath() + subresources(request.query()));
    return hmac(text);
  }

  private static String subresources(Query query) {
    String all =
        query.parameters().stream()
            .filter(one -> SUBRESOURCES.contains(one.name()))
            .map(one -> one.value().isEmpty() ? one.name() : one.name() + "=" + one.value())
            .sorted()
            .collect(Collectors.joining("&"));
    return all.isEmpty() ? "" : "?" + all;
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
