package dev.coffer.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Requests with XML documents that must come with their digest. */
final class Documents {
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  private Documents() {}

  /** Deletes keys by their numbers; the answer names errors alone. */
  static Ask delete(String bucket, int first, int count) {
    var body = new StringBuilder("<Delete" + NS + "><Quiet>true</Quiet>");
    for (int number = first; number < first + count; number++) {
      body.append("<Object><Key>").append(Counts.key(number)).append("</Key></Object>");
    }
    return with("POST", "/" + bucket + "?delete", body.append("</Delete>").toString());
  }

  /**
   * Puts rules of lifecycle.
   *
   * @param rules elements of their content, without id and status
   */
  static Ask rules(String bucket, Iterable<String> rules) {
    var body = new StringBuilder("<LifecycleConfiguration" + NS + ">");
    int number = 0;
    for (String rule : rules) {
      body.append("<Rule><ID>r").append(number++).append("</ID><Status>Enabled</Status>");
      body.append(rule).append("</Rule>");
    }
    String text = body.append("</LifecycleConfiguration>").toString();
    return with("PUT", "/" + bucket + "?lifecycle", text);
  }

  private static Ask with(String method, String target, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Ask(method, target, Map.of("Content-MD5", md5(body)), body);
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no MD5", e);
    }
  }
}
