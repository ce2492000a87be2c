package dev.coffer.server.gateway;

import dev.coffer.store.tag.TagRules;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.form.Form;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Tagging;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a form as the headers of a PutObject. Fields that Amazon knows and that mean
 * nothing here are refused, like such headers; fields that mean nothing to Amazon either, as a
 * button has, are left out.
 */
final class FormHeaders {
  static final String META = "x-amz-meta-";

  private static final String TAGGING = "tagging";
  private static final String AMZ = "x-amz-";

  /** Fields whose header has another name. */
  private static final Map<String, String> RENAMED =
      Map.of("acl", "x-amz-acl", "x-amz-checksum-algorithm", "x-amz-sdk-checksum-algorithm");

  /** What the form's own way needs, or the transport says. */
  private static final Set<String> OWN =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-signature",
          "content-length");

  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private FormHeaders() {}

  /**
   * The headers, behind those that the request had.
   *
   * @throws S3Exception NotImplemented, InvalidArgument for what no header can hold, MalformedXML
   *     and InvalidTag for tags
   */
  static Headers of(Form form, Facts put, Headers request) {
    var headers = request.toBuilder();
    for (Form.Field field : form.fields()) {
      String name = RENAMED.getOrDefault(field.key(), field.key());
      if (name.equals(TAGGING)) {
        headers.add("x-amz-tagging", tags(field));
        continue;
      }
      boolean bound = put.input(Facts.Kind.HEADER, name).isPresent() || name.startsWith(META);
      if (bound && !OWN.contains(name)) {
        headers.add(name, text(field, name));
      } else if (name.startsWith(AMZ) && !OWN.contains(name) && known(name)) {
        throw S3Error.NotImplemented.with("Header", field.name());
      }
    }
    return headers.build();
  }

  /** The field holds the document of PutObjectTagging; the header a query string. */
  private static String tags(Form.Field field) {
    byte[] document = field.value().getBytes(StandardCharsets.UTF_8);
    return TagRules.ofObject(Codec.readDocument(Tagging.class, document)).list().stream()
        .map(tag -> Percent.encode(tag.key()) + "=" + Percent.encode(tag.value()))
        .collect(Collectors.joining("&"));
  }

  private static boolean known(String name) {
    return Model.s3().operations().stream()
        .anyMatch(facts -> facts.input(Facts.Kind.HEADER, name).isPresent());
  }

  /** A field may hold what would end a header's line. */
  private static String text(Form.Field field, String name) {
    boolean plain = field.value().chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7F));
    if (!plain || !NAME.matcher(name).matches()) {
      throw S3Error.InvalidArgument.because("Header value cannot be represented using ISO-8859-1.")
          .with("ArgumentName", field.name());
    }
    return field.value().strip();
  }
}
