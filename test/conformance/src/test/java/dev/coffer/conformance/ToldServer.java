package dev.coffer.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A receiver of what a server tells: keeps each message that it takes. */
final class ToldServer implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private final HttpServer server;
  private final List<Message> taken = new ArrayList<>();
  private int status = 200;

  /** A message as it came. */
  record Message(String body, String id, Optional<String> signature) {
    /** A text member of its JSON, whatever it is a member of. */
    String member(String name) {
      Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
      return found.find() ? found.group(1) : "";
    }

    String event() {
      return member("eventName") + " " + member("key");
    }

    boolean test() {
      return member("Event").equals("s3:TestEvent");
    }
  }

  ToldServer() {
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
      var headers = exchange.getRequestHeaders();
      var message =
          new Message(
              body,
              headers.getFirst("webhook-id"),
              Optional.ofNullable(headers.getFirst("webhook-signature")));
      exchange.sendResponseHeaders(keep(message), -1);
    }
  }

  private synchronized int keep(Message message) {
    if (status == 200) {
      taken.add(message);
    }
    return status;
  }

  /** What it answers from now on; it keeps only what it answers with 200. */
  synchronized void answer(int with) {
    status = with;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/told";
  }

  private synchronized List<Message> all(String bucket) {
    return taken.stream()
        .filter(message ->
            (message.test() ? message.member("Bucket") : bucketOf(message)).equals(bucket))
        .toList();
  }

  private static String bucketOf(Message message) {
    return message.member("arn").replace("arn:aws:s3:::", "");
  }

  /** The events of a bucket, once there are as many; without tests and repetitions. */
  List<Message> events(String bucket, int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    List<Message> events = distinct(bucket);
    while (events.size() < count && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
      events = distinct(bucket);
    }
    return events;
  }

  private List<Message> distinct(String bucket) {
    var ids = new java.util.HashSet<String>();
    return all(bucket).stream()
        .filter(message -> !message.test() && ids.add(message.id()))
        .toList();
  }

  /** The tests that a bucket's configurations sent. */
  List<Message> tests(String bucket) {
    return all(bucket).stream().filter(Message::test).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
