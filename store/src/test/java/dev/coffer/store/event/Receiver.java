package dev.coffer.store.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A server that is told of events: keeps what it took, and answers as a test wants it. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Message> taken = new ArrayList<>();
  private ToIntFunction<String> answer = _ -> 200;

  /** What came: the body and the headers by name in lower case. */
  public record Message(String body, Map<String, String> headers) {}

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status = keep(exchange, body);
      if (status == 302) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private synchronized int keep(HttpExchange exchange, String body) {
    int status = answer.applyAsInt(body);
    if (status < 300) {
      var headers = new java.util.TreeMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
      taken.add(new Message(body, headers));
    }
    return status;
  }

  /** From now on it answers a body with that status. */
  public synchronized void answer(ToIntFunction<String> status) {
    answer = status;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/told");
  }

  /** What it took since the last time that it was asked. */
  public synchronized List<Message> taken() {
    List<Message> all = List.copyOf(taken);
    taken.clear();
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
