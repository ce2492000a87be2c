package dev.coffer.server.gateway;

import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.ContentHash;
import java.util.List;
import java.util.Optional;

/**
 * The request that brings a form: it may say nothing about the object, since what it said would
 * stand outside of the policy, and nothing about the caller. Source: "POST Object" and "Error
 * responses" (conflicting values in headers and fields).
 */
final class FormTransport {
  /** What the decision wants to know, and what says that the length was declared. */
  private static final List<String> KEPT =
      List.of("Host", "User-Agent", "Referer", "Content-Length");

  /** Standard headers that a PutObject honours and a form cannot. */
  private static final List<String> OF_PUT = List.of("If-Match", "If-None-Match", "Content-MD5");

  private FormTransport() {}

  static void requireNothingSaid(Request request, Facts put) {
    Headers headers = request.headers();
    if (Authorization.find(request).isPresent()) {
      throw S3Error.InvalidArgument.because(
              "Only one auth mechanism allowed; a form is authenticated by its fields")
          .with("ArgumentName", "Authorization");
    }
    for (String name : headers.namesWithPrefix("x-amz-")) {
      if (put.input(Facts.Kind.HEADER, name).isPresent() || name.startsWith(FormHeaders.META)) {
        throw S3Error.InvalidRequest.because(
                "Conflicting values provided in HTTP headers and POST form fields.")
            .with("HeaderName", name);
      }
    }
    for (String name : OF_PUT) {
      if (headers.has(name)) {
        throw S3Error.NotImplemented.with("Header", name);
      }
    }
    requireWhole(headers);
  }

  private static void requireWhole(Headers headers) {
    if (Authorization.anonymousContentHash(headers) instanceof ContentHash.Streaming) {
      throw S3Error.NotImplemented.with("Header", ContentHash.HEADER);
    }
    if (!headers.has("Content-Length")) {
      throw S3Error.MissingContentLength.refusal();
    }
  }

  static Headers kept(Headers headers) {
    var kept = Headers.builder();
    for (String name : KEPT) {
      Optional<String> value = headers.first(name);
      value.ifPresent(text -> kept.add(name, text));
    }
    return kept.build();
  }
}
