package dev.coffer.server.gateway;

import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.form.Form;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.PostResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer to a form: a redirection to the page that it names, or the status that it asks for,
 * with the headers of PutObject's answer. Source: Amazon S3, "POST Object".
 *
 * @param location the object's URL, the slashes of its key coded
 */
record FormAnswer(Form form, String bucket, String key, String location) {
  private static final Pattern PAGE =
      Pattern.compile("(?i)https?://[!-.0-~&&[^?#]]+([/?#][ -~]*)?");

  /**
   * The answer to be given to a request.
   *
   * @param hosted whether the bucket stands in the host's name
   */
  static FormAnswer of(FormPath.Signed signed, Request request, boolean hosted) {
    String host =
        request
            .headers()
            .first("Host")
            .map(name -> (request.peer().tlsVersion() == null ? "http://" : "https://") + name)
            .orElse("");
    String bucket = signed.bucket();
    String key = signed.key();
    String path = (hosted ? "/" : "/" + Percent.encode(bucket) + "/") + Percent.encode(key);
    return new FormAnswer(signed.form(), bucket, key, host + path);
  }

  /** What is said once the object is stored. */
  Response of(Response stored) {
    String eTag = stored.headers().first("ETag").orElse("");
    Optional<String> page = page();
    if (page.isPresent()) {
      return empty(303, stored, withQuery(page.get(), eTag));
    }
    String status = form.find("success_action_status");
    return switch (status == null ? "" : status) {
      case "200" -> empty(200, stored, location);
      case "201" -> document(stored, new PostResponse(location, bucket, key, eTag));
      default -> empty(204, stored, location);
    };
  }

  private static Response empty(int status, Response stored, String location) {
    Headers headers = stored.headers().toBuilder().set("Location", location).build();
    return new Response(status, headers, Body.empty());
  }

  private Response document(Response stored, PostResponse document) {
    Response written = Codec.document(201, document);
    Headers.Builder headers = stored.headers().toBuilder().set("Location", location);
    written.headers().fields().forEach(field -> headers.set(field.name(), field.value()));
    return new Response(written.status(), headers.build(), written.body());
  }

  /** What is no URL of a page counts as absent. */
  private Optional<String> page() {
    String named = form.find("success_action_redirect");
    return Optional.ofNullable(named == null ? form.find("redirect") : named)
        .filter(url -> PAGE.matcher(url).matches());
  }

  private String withQuery(String page, String eTag) {
    int hash = page.indexOf('#');
    String url = hash < 0 ? page : page.substring(0, hash);
    String fragment = hash < 0 ? "" : page.substring(hash);
    String query =
        "bucket=%s&key=%s&etag=%s".formatted(formCoded(bucket), formCoded(key), formCoded(eTag));
    String whole = url + (url.indexOf('?') < 0 ? "?" : "&") + query + fragment;
    return whole.replace(" ", "%20");
  }

  private static String formCoded(String text) {
    return Percent.encode(text).replace("%20", "+");
  }
}
