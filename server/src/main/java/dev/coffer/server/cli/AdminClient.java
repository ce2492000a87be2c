package dev.coffer.server.cli;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.JsonCodec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.rpc.RpcException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Calls the administration of a server: one signed request, one answer of at most {@value
 * #MAX_ANSWER} bytes, no redirects.
 *
 * <p>Errors: {@link CommandFailure}, refused for what the server refuses, unreachable for
 * everything on its side or on the way.
 */
final class AdminClient implements AutoCloseable {
  private static final int MAX_ANSWER = 4 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Headers that the HTTP client writes by itself. */
  private static final Set<String> ITS_OWN = Set.of("host");

  private final URI address;
  private final Surroundings surroundings;
  private final HttpClient http;

  AdminClient(Target target, Surroundings surroundings) {
    this.address = target.address();
    this.surroundings = surroundings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    var trust = target.trust();
    this.http = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** The answer to an operation. */
  <O extends Record & Operation<R>, R extends Record> R call(
      Class<O> type, O operation, Class<R> output) {
    JsonCodec codec = JsonCodec.admin();
    byte[] body = codec.encode(operation);
    Request signed = signed(codec.target(type), body);
    HttpResponse<byte[]> answer = send(signed, body);
    if (answer.statusCode() != 200) {
      throw refused(codec.decodeRefusal(answer.statusCode(), answer.body()));
    }
    try {
      return codec.decodeAnswer(output, answer.body());
    } catch (MalformedMessage e) {
      throw unreachable("what answers there is not a Coffer server", e);
    }
  }

  private Request signed(String target, byte[] body) {
    var request =
        new Request(
            "POST",
            "/",
            null,
            Headers.of(
                "Host", host(), "Content-Type", JsonCodec.CONTENT_TYPE, JsonCodec.TARGET, target),
            Body.of(body),
            Request.Peer.LOCAL);
    return surroundings.signer().signCall(request, body, surroundings.clock().instant());
  }

  /** As the HTTP client writes it: without the port that the scheme implies. */
  private String host() {
    int usual = address.getScheme().equals("https") ? 443 : 80;
    int port = address.getPort();
    return port < 0 || port == usual ? address.getHost() : address.getHost() + ":" + port;
  }

  private HttpResponse<byte[]> send(Request signed, byte[] body) {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (Headers.Field field : signed.headers().fields()) {
      if (!ITS_OWN.contains(field.name().toLowerCase(Locale.ROOT))) {
        request.header(field.name(), field.value());
      }
    }
    try {
      return http.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    } catch (IOException e) {
      throw unreachable("no answer from " + address + ": " + said(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", e);
    }
  }

  private static String said(IOException e) {
    String said = e.getMessage();
    return said == null || said.isBlank() ? e.getClass().getSimpleName() : said;
  }

  private static CommandFailure refused(RpcException refusal) {
    String text = refusal.text();
    String sentence = text == null ? refusal.code() : refusal.code() + ": " + text;
    CommandFailure.Kind kind =
        refusal.status() >= 500 ? CommandFailure.Kind.UNREACHABLE : CommandFailure.Kind.REFUSED;
    return new CommandFailure(kind, sentence, refusal);
  }

  private static CommandFailure unreachable(String sentence, Exception cause) {
    return new CommandFailure(CommandFailure.Kind.UNREACHABLE, sentence, cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
