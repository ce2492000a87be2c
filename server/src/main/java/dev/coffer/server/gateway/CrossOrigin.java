package dev.coffer.server.gateway;

import dev.coffer.store.bucket.CorsRules;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.CORSConfiguration.Rule;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What browsers are told about requests that pages of other origins send: before them, in the
 * answer to their question (preflight), and with them, in headers of the answer, be it a refusal or
 * not. It decides nothing about rights.
 *
 * <p>A request that carries the headers of a question is judged by them, as at Amazon. Source:
 * Amazon S3 User Guide, "Using cross-origin resource sharing"; answers as clients recorded them.
 */
final class CrossOrigin {
  private static final String ORIGIN = "Origin";
  private static final String METHOD = "Access-Control-Request-Method";
  private static final String HEADERS = "Access-Control-Request-Headers";
  private static final String VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
  private static final String NOT_ALLOWED =
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of"
          + " Origin, request method / Access-Control-Request-Method or"
          + " Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

  /** More than any browser asks for; each is held against each header of each rule. */
  private static final int MAX_HEADERS = 100;

  private final Protections protections;

  CrossOrigin(Protections protections) {
    this.protections = protections;
  }

  /** A question without an origin is refused before anybody asks where it was sent. */
  static String requireOrigin(Request question) {
    return question
        .headers()
        .first(ORIGIN)
        .orElseThrow(() ->
            S3Error.BadRequest.because("Insufficient information. Origin request header needed."));
  }

  /**
   * The answer to a question.
   *
   * @throws S3Exception BadRequest, AccessForbidden
   */
  Response preflight(Request question, Address address) {
    String origin = requireOrigin(question);
    String bucket = address.bucket();
    CorsRules rules =
        (bucket == null ? Optional.<CorsRules>empty() : rules(question, bucket))
            .orElseThrow(() -> forbidden(question, S3Error.AccessForbidden.message(), "BUCKET"));
    String method =
        question
            .headers()
            .first(METHOD)
            .orElseThrow(
                () -> S3Error.BadRequest.because("Invalid Access-Control-Request-Method: null"));
    String resource = address.key() == null ? "BUCKET" : "OBJECT";
    Rule rule =
        fitting(rules, question, origin, method)
            .orElseThrow(() -> forbidden(question, NOT_ALLOWED, resource));
    return new Response(200, headers(rule, question, origin), Body.empty());
  }

  private Optional<CorsRules> rules(Request question, String bucket) {
    try {
      return protections.cors(bucket);
    } catch (S3Exception e) {
      if (e.error() != S3Error.NoSuchBucket) {
        throw e;
      }
      throw forbidden(question, "CORSResponse: Bucket not found", "BUCKET");
    }
  }

  private static S3Exception forbidden(Request question, String text, String resource) {
    String method = question.headers().first(METHOD).orElse("OPTIONS").toUpperCase(Locale.ROOT);
    return S3Error.AccessForbidden.because(text)
        .with("Method", method)
        .with("ResourceType", resource);
  }

  /** What the answer to a request carries besides; nothing where no rule fits. */
  Headers of(Request request, Address address) {
    Optional<String> origin = request.headers().first(ORIGIN);
    String bucket = address.bucket();
    if (origin.isEmpty() || bucket == null) {
      return Headers.EMPTY;
    }
    String method = request.headers().first(METHOD).orElse(request.method());
    return present(bucket)
        .flatMap(rules -> fitting(rules, request, origin.get(), method))
        .map(rule -> headers(rule, request, origin.get()))
        .orElse(Headers.EMPTY);
  }

  /** That there is no such bucket is said where everybody is told. */
  private Optional<CorsRules> present(String bucket) {
    try {
      return protections.cors(bucket);
    } catch (S3Exception e) {
      if (e.error() != S3Error.NoSuchBucket) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<Rule> fitting(
      CorsRules rules, Request request, String origin, String method) {
    List<String> asked = asked(request);
    return asked.size() > MAX_HEADERS ? Optional.empty() : rules.fitting(origin, method, asked);
  }

  private static List<String> asked(Request request) {
    return request.headers().all(HEADERS).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static Headers headers(Rule rule, Request request, String origin) {
    boolean any = CorsRules.forAnyOrigin(rule);
    Headers.Builder headers =
        Headers.builder()
            .set("Access-Control-Allow-Origin", any ? "*" : origin)
            .set("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()))
            .set("Vary", VARY);
    if (!any) {
      headers.set("Access-Control-Allow-Credentials", "true");
    }
    String asked = asked(request).stream().collect(Collectors.joining(", "));
    if (!asked.isEmpty()) {
      headers.set("Access-Control-Allow-Headers", asked);
    }
    if (!rule.exposeHeaders().isEmpty()) {
      headers.set("Access-Control-Expose-Headers", String.join(", ", rule.exposeHeaders()));
    }
    Integer seconds = rule.maxAgeSeconds();
    if (seconds != null) {
      headers.set("Access-Control-Max-Age", seconds.toString());
    }
    return headers.build();
  }
}
