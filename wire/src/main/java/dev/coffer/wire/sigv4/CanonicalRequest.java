package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The form of a request that is signed, in the manner of S3: the path is decoded and encoded once,
 * never normalised ({@code //} and {@code ..} stay), the query is sorted by encoded name and value,
 * header values are trimmed and their inner runs of spaces collapsed.
 *
 * <p>Some clients sign the raw path as they send it even where it holds escapes that need not be
 * there ({@code %2F}, {@code %41}). {@link #withRawPath} is that form. Both forms determine the
 * decoded path, so accepting either lets nobody move a signature to another key.
 */
final class CanonicalRequest {
  private static final Pattern CODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /** Headers whose values are keys or tokens; error documents do not repeat them. */
  private static final Set<String> SECRET =
      Set.of(
          "x-amz-security-token",
          "x-amz-server-side-encryption-customer-key",
          "x-amz-copy-source-server-side-encryption-customer-key");

  private final Request request;
  private final List<String> signedHeaders;
  private final String payloadHash;

  /**
   * @param signedHeaders lower-case names, in the order in which the signer listed them
   */
  CanonicalRequest(Request request, List<String> signedHeaders, String payloadHash) {
    this.request = request;
    this.signedHeaders = List.copyOf(signedHeaders);
    this.payloadHash = payloadHash;
  }

  /** The text whose hash is signed. */
  String text() {
    return text(Percent.encodePath(Percent.decode(request.rawPath())), name -> value(name));
  }

  /** The text with the path as it came. */
  String withRawPath() {
    return text(request.rawPath(), name -> value(name));
  }

  /**
   * As {@link #withRawPath}, its percent coding in upper case, as the signature's rules want it.
   */
  String withUpperCasePath() {
    String path =
        CODED
            .matcher(request.rawPath())
            .replaceAll(coded -> coded.group().toUpperCase(Locale.ROOT));
    return text(path, name -> value(name));
  }

  /**
   * The text in the manner of services other than S3: the path as it came, coded once more. It is
   * not normalised, since what is called by name has the path {@code /}.
   */
  String twiceCoded() {
    return text(Percent.encodePath(request.rawPath()), name -> value(name));
  }

  /** The text as an error document may show it: keys and tokens are left out. */
  String shown() {
    return text(
        Percent.encodePath(Percent.decode(request.rawPath())),
        name -> SECRET.contains(name) ? "***" : value(name));
  }

  private String text(String path, UnaryOperator<String> values) {
    var text = new StringBuilder(512);
    text.append(request.method()).append('\n').append(path).append('\n');
    text.append(query(request.query())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(values.apply(name)).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
    return text.toString();
  }

  private String value(String name) {
    var values = new ArrayList<String>();
    for (String value : request.headers().all(name)) {
      values.add(collapse(value));
    }
    return String.join(",", values);
  }

  private static String collapse(String value) {
    var collapsed = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i) == '\t' ? ' ' : value.charAt(i);
      boolean repeated =
          c == ' ' && (collapsed.isEmpty() || collapsed.charAt(collapsed.length() - 1) == ' ');
      if (!repeated) {
        collapsed.append(c);
      }
    }
    int length = collapsed.length();
    boolean spaceLast = length > 0 && collapsed.charAt(length - 1) == ' ';
    return collapsed.substring(0, spaceLast ? length - 1 : length);
  }

  private static String query(Query query) {
    record Encoded(String name, String value) {}
    return query.parameters().stream()
        .filter(parameter -> !parameter.name().equals(AuthorizationQuery.SIGNATURE))
        .map(p -> new Encoded(Percent.encode(p.name()), Percent.encode(p.value())))
        .sorted(Comparator.comparing(Encoded::name).thenComparing(Encoded::value))
        .map(encoded -> encoded.name + "=" + encoded.value)
        .reduce((left, right) -> left + "&" + right)
        .orElse("");
  }
}
