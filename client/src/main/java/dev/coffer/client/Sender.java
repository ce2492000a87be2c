package dev.coffer.client;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Signs one attempt and hands it to the JDK's client. Redirects are not followed: a signature holds
 * for one host.
 */
final class Sender {
  static final int MAX_ANSWER_BYTES = 1 << 20;

  private final HttpClient http;
  private final Supplier<Credentials> credentials;
  private final String region;
  private final InstantSource clock;

  Sender(HttpClient http, Supplier<Credentials> credentials, String region, InstantSource clock) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  /** Starts the exchange; cancelling the future breaks the connection. */
  CompletableFuture<HttpResponse<CappedBody.Content>> send(Outgoing request) {
    return http.sendAsync(http(request), _ -> new CappedBody(MAX_ANSWER_BYTES));
  }

  private HttpRequest http(Outgoing request) {
    var builder =
        HttpRequest.newBuilder(request.target().uri(request.rawQuery()))
            .version(Version.HTTP_1_1)
            .method(request.method(), publisher(request));
    for (Headers.Field field : signed(request).headers().fields()) {
      if (!field.name().equalsIgnoreCase("host")) {
        builder.header(field.name(), field.value());
      }
    }
    return builder.build();
  }

  private Request signed(Outgoing request) {
    Headers headers =
        request.headers().toBuilder()
            .set("Host", request.target().host())
            .set("User-Agent", "coffer-java")
            .build();
    var unsigned =
        new Request(
            request.method(),
            request.target().rawPath(),
            request.rawQuery(),
            headers,
            Body.empty(),
            Request.Peer.LOCAL);
    return credentials
        .get()
        .signer(region, request.service())
        .sign(unsigned, ContentHash.Exact.of(request.body()), clock.instant());
  }

  private static BodyPublisher publisher(Outgoing request) {
    return request.body().length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(request.body());
  }
}
