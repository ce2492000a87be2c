package dev.coffer.store.bucket;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.CORSConfiguration;
import dev.coffer.wire.s3.CORSConfiguration.Rule;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A bucket's rules for pages of other origins. The first that fits a request holds for it: its
 * origin and method are named, and every header that a browser asks for. One asterisk in an origin
 * or a header stands for any text.
 *
 * <p>Limits: {@value #MAX_RULES} rules in a document of 64 KiB. Source: Amazon S3 User Guide,
 * "Using cross-origin resource sharing"; refusals as clients recorded them.
 */
public final class CorsRules {
  /** How many rules a bucket may have. */
  public static final int MAX_RULES = 100;

  /** As much as a row holds; a document in UTF-16 may say more. */
  private static final int MAX_BYTES = 64_000;

  private static final int MAX_ID_CHARS = 255;
  private static final String ANY = "*";
  private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");

  private final List<Rule> rules;

  private CorsRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Rules that a client puts.
   *
   * @throws S3Exception MalformedXML, InvalidRequest
   */
  static CorsRules of(CORSConfiguration asked) {
    if (asked.rules().isEmpty() || asked.rules().size() > MAX_RULES) {
      throw S3Error.MalformedXML.refusal();
    }
    asked.rules().forEach(CorsRules::require);
    CorsRules rules = new CorsRules(asked.rules());
    if (rules.encode().size() > MAX_BYTES) {
      throw S3Error.MalformedXML.refusal();
    }
    return rules;
  }

  private static void require(Rule rule) {
    boolean longId = rule.id() != null && rule.id().length() > MAX_ID_CHARS;
    boolean negativeAge = rule.maxAgeSeconds() != null && rule.maxAgeSeconds() < 0;
    if (rule.allowedMethods().isEmpty()
        || rule.allowedOrigins().isEmpty()
        || longId
        || negativeAge) {
      throw S3Error.MalformedXML.refusal();
    }
    rule.allowedMethods().forEach(CorsRules::requireMethod);
    rule.allowedOrigins().forEach(origin -> requireOneWildcard("AllowedOrigin", origin));
    rule.allowedHeaders().forEach(header -> requireOneWildcard("AllowedHeader", header));
    rule.exposeHeaders().forEach(CorsRules::requireNoWildcard);
  }

  private static void requireMethod(String method) {
    if (!METHODS.contains(method)) {
      throw S3Error.InvalidRequest.because(
          "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
    }
  }

  private static void requireOneWildcard(String element, String value) {
    if (value.indexOf('*') != value.lastIndexOf('*')) {
      throw S3Error.InvalidRequest.because(
          element + " \"" + value + "\" can not have more than one wildcard.");
    }
    requireFieldValue(value);
  }

  private static void requireNoWildcard(String header) {
    if (header.contains(ANY)) {
      throw S3Error.InvalidRequest.because(
          "ExposeHeader \""
              + header
              + "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
    }
    requireFieldValue(header);
  }

  /** Both become header values of answers, in which a control character has no place. */
  private static void requireFieldValue(String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw S3Error.MalformedXML.refusal();
    }
  }

  CORSConfiguration shown() {
    return new CORSConfiguration(rules);
  }

  /**
   * The rule for a request.
   *
   * @param headers those that a browser asks for, in lower case
   */
  public Optional<Rule> fitting(String origin, String method, List<String> headers) {
    return rules.stream()
        .filter(rule -> rule.allowedMethods().contains(method))
        .filter(rule -> anyFits(rule.allowedOrigins(), origin))
        .filter(rule -> headers.stream().allMatch(header -> allows(rule, header)))
        .findFirst();
  }

  /** Whether pages of every origin are meant, so that the answer may be the same for all. */
  public static boolean forAnyOrigin(Rule rule) {
    return rule.allowedOrigins().contains(ANY);
  }

  private static boolean allows(Rule rule, String header) {
    List<String> allowed = rule.allowedHeaders().stream().map(CorsRules::lowerCase).toList();
    return anyFits(allowed, header);
  }

  private static String lowerCase(String header) {
    return header.toLowerCase(Locale.ROOT);
  }

  private static boolean anyFits(List<String> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, text));
  }

  private static boolean fits(String pattern, String text) {
    int wildcard = pattern.indexOf('*');
    if (wildcard < 0) {
      return pattern.equals(text);
    }
    String before = pattern.substring(0, wildcard);
    String after = pattern.substring(wildcard + 1);
    return text.length() >= before.length() + after.length()
        && text.startsWith(before)
        && text.endsWith(after);
  }

  Bytes encode() {
    return new FieldWriter()
        .list(
            rules,
            (out, rule) ->
                out.nullableString(rule.id())
                    .list(rule.allowedMethods(), FieldWriter::string)
                    .list(rule.allowedOrigins(), FieldWriter::string)
                    .list(rule.allowedHeaders(), FieldWriter::string)
                    .nullable(rule.maxAgeSeconds(), (to, age) -> to.varint(age))
                    .list(rule.exposeHeaders(), FieldWriter::string))
        .toBytes();
  }

  static CorsRules decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    List<Rule> rules = in.list(CorsRules::rule);
    in.requireEnd();
    return new CorsRules(rules);
  }

  private static Rule rule(FieldReader in) {
    return new Rule(
        in.nullableString(),
        in.list(FieldReader::string),
        in.list(FieldReader::string),
        in.list(FieldReader::string),
        in.nullable(from -> Math.toIntExact(from.varint())),
        in.list(FieldReader::string));
  }
}
