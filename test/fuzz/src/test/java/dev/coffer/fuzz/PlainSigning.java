package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature version 4 for S3, computed from Amazon's description with nothing but the JDK: what the
 * server's verification is compared with.
 */
final class PlainSigning {
  private PlainSigning() {}

  /** What is signed; the headers are those that are covered, in the order of their names. */
  record Asked(
      String method,
      String path,
      String query,
      Map<String, List<String>> headers,
      String payloadHash) {}

  static String signature(Asked asked, String secret, String date, String region) {
    String scope = date.substring(0, 8) + "/" + region + "/s3/aws4_request";
    String canonical =
        asked.method()
            + "\n"
            + recoded(asked.path(), true)
            + "\n"
            + query(asked.query())
            + "\n"
            + headers(asked.headers())
            + "\n"
            + String.join(";", asked.headers().keySet())
            + "\n"
            + asked.payloadHash();
    String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256(canonical);
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : List.of(date.substring(0, 8), region, "s3", "aws4_request")) {
      key = mac(key, part);
    }
    return HexFormat.of().formatHex(mac(key, text));
  }

  private static String query(String query) {
    var pairs = new ArrayList<String>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        String[] sides = pair.replace("+", "%20").split("=", 2);
        String value = sides.length > 1 ? sides[1] : "";
        // U+0001 sorts before every character that a coded name may have.
        pairs.add(recoded(sides[0], false) + "\u0001" + recoded(value, false));
      }
    }
    Collections.sort(pairs);
    return String.join("&", pairs).replace('\u0001', '=');
  }

  private static String headers(Map<String, List<String>> headers) {
    var text = new StringBuilder();
    headers.forEach((name, values) -> {
      var plain = new ArrayList<String>();
      for (String value : values) {
        plain.add(value.replaceAll("[ \t]+", " ").replaceAll("^ | $", ""));
      }
      text.append(name).append(':').append(String.join(",", plain)).append('\n');
    });
    return text.toString();
  }

  /** Decodes, then codes every byte that is not unreserved, in capitals. */
  private static String recoded(String text, boolean path) {
    var bytes = new ByteArrayOutputStream();
    byte[] given = text.getBytes(UTF_8);
    for (int i = 0; i < given.length; i++) {
      if (given[i] == '%') {
        bytes.write(Integer.parseInt(new String(given, i + 1, 2, UTF_8), 16));
        i += 2;
      } else {
        bytes.write(given[i]);
      }
    }
    var coded = new StringBuilder();
    for (byte at : bytes.toByteArray()) {
      char c = (char) (at & 0xff);
      boolean kept =
          c < 0x80
              && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0 || (path && c == '/'));
      coded.append(kept ? "" + c : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return coded.toString();
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
