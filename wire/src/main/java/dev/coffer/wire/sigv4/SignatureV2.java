package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Domains;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a request that is signed with Signature Version 2 claims about its signer. Nobody is served
 * for it; it is verified only to know who may be told why.
 *
 * <p>Nothing in it is proved until {@link #verifies}. Source: Amazon S3 User Guide, "Signing and
 * authenticating REST requests (AWS signature version 2)".
 *
 * @param sessionToken null for long-lived keys
 * @param from when it begins to be good
 * @param until when it ends to be
 */
public record SignatureV2(
    String accessKeyId,
    String signature,
    @Nullable String sessionToken,
    String stringToSign,
    Instant from,
    Instant until) {
  private static final String HMAC = "HmacSHA1";
  private static final String SCHEME = "AWS ";
  private static final String KEY_ID = "AWSAccessKeyId";
  private static final String AMZ = "x-amz-";
  private static final String AMZ_DATE = "x-amz-date";
  private static final String TOKEN = "x-amz-security-token";
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  /** Parameters that are part of the resource. */
  private static final Set<String> SUBRESOURCES =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "cors",
          "defaultObjectAcl",
          "delete",
          "inventory",
          "lifecycle",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "partNumber",
          "policy",
          "replication",
          "requestPayment",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires",
          "restore",
          "select",
          "select-type",
          "storageClass",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website");

  /** Whether a request claims to be signed so, however incompletely. */
  public static boolean claimedBy(Request request) {
    return header(request).isPresent() || request.query().has(KEY_ID);
  }

  /** Reads the claim of a request; empty when it has none that is whole. */
  public static Optional<SignatureV2> find(Request request, Domains domains) {
    var canonical = new Canonical(request, domains);
    return header(request).isPresent() ? inHeader(request, canonical) : inQuery(request, canonical);
  }

  private static Optional<String> header(Request request) {
    return request
        .headers()
        .first(AuthorizationHeader.NAME)
        .filter(header -> header.startsWith(SCHEME));
  }

  private static Optional<SignatureV2> inHeader(Request request, Canonical canonical) {
    String claim = header(request).orElse("").substring(SCHEME.length()).strip();
    int colon = claim.lastIndexOf(':');
    Headers headers = request.headers();
    Optional<String> amzDate = headers.first(AMZ_DATE);
    Optional<String> date = amzDate.or(() -> headers.first("Date"));
    Optional<Instant> time = date.map(String::strip).flatMap(AmzTime::parseHttpDate);
    if (colon < 0 || time.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignatureV2(
            claim.substring(0, colon),
            claim.substring(colon + 1),
            headers.first(TOKEN).orElse(null),
            canonical.text(amzDate.isPresent() ? "" : date.get().strip()),
            time.get().minus(Authorization.MAX_SKEW),
            time.get().plus(Authorization.MAX_SKEW)));
  }

  private static Optional<SignatureV2> inQuery(Request request, Canonical canonical) {
    Query query = request.query();
    Optional<String> id = query.first(KEY_ID);
    Optional<String> signature = query.first("Signature");
    Optional<String> expires = query.first("Expires").filter(SECONDS.asMatchPredicate());
    if (id.isEmpty() || signature.isEmpty() || expires.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignatureV2(
            id.get(),
            signature.get(),
            query.first(TOKEN).or(() -> request.headers().first(TOKEN)).orElse(null),
            canonical.text(expires.get()),
            Instant.MIN,
            Instant.ofEpochSecond(Long.parseLong(expires.get()))));
  }

  /** Whether the time is within that of the claim. */
  public boolean goodAt(Instant now) {
    return !now.isBefore(from) && !now.isAfter(until);
  }

  /** Whether it is what the secret makes of the request. Compares in constant time. */
  public boolean verifies(SecretAccessKey secret) {
    return MessageDigest.isEqual(utf8(sign(stringToSign, secret)), utf8(signature));
  }

  private static String sign(String text, SecretAccessKey secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(utf8(secret.reveal()), HMAC));
      return Base64.getEncoder().encodeToString(mac.doFinal(utf8(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA1", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A request as it is signed. */
  private record Canonical(Request request, Domains domains) {
    String text(String date) {
      return String.join(
          "\n",
          request.method(),
          header("Content-MD5"),
          header("Content-Type"),
          date,
          amzHeaders() + resource());
    }

    private String header(String name) {
      return request.headers().first(name).map(String::strip).orElse("");
    }

    /** With those that a URL carries. */
    private String amzHeaders() {
      var found = new TreeMap<String, String>();
      request.headers().fields().forEach(field -> put(field.name(), field.value(), found));
      if (SignatureV2.header(request).isEmpty()) {
        request.query().parameters().forEach(one -> put(one.name(), one.value(), found));
      }
      var text = new StringBuilder();
      found.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
      return text.toString();
    }

    private static void put(String name, String value, TreeMap<String, String> found) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(AMZ)) {
        found.merge(lower, value.strip(), (one, other) -> one + "," + other);
      }
    }

    private String resource() {
      String bucket =
          request.headers().first("Host").flatMap(domains::bucket).map(b -> "/" + b).orElse("");
      String parameters = String.join("&", subresources());
      return bucket + request.rawPath() + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** In the order of their names; a value is decoded, and one that is not there has no sign. */
    private List<String> subresources() {
      var found = new ArrayList<String[]>();
      String raw = request.rawQuery();
      for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        if (SUBRESOURCES.contains(parts[0])) {
          found.add(parts);
        }
      }
      found.sort((one, other) -> one[0].compareTo(other[0]));
      return found.stream()
          .map(parts -> parts.length == 1 ? parts[0] : parts[0] + "=" + decoded(parts[1]))
          .toList();
    }

    private static String decoded(String text) {
      try {
        return Percent.decode(text);
      } catch (MalformedMessage _) {
        return text;
      }
    }
  }

  /** Neither signature nor token: this may stand in a log. */
  @Override
  public String toString() {
    return "SignatureV2[" + accessKeyId + "]";
  }
}
