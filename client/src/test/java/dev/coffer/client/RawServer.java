package dev.coffer.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A server that keeps every request byte for byte and answers as told, also wrongly or not at all.
 * One virtual thread per connection.
 */
final class RawServer implements AutoCloseable {
  static final Reply OK = answer(200, "");
  static final Reply NO_CONTENT =
      Reply.of("HTTP/1.1 204 No Content\r\nx-amz-request-id: 4442587FB7D0A2F9\r\n\r\n");

  private final ServerSocket listener;
  private final List<Recorded> requests = new ArrayList<>();
  private final LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
  final CountDownLatch arrived = new CountDownLatch(1);
  final CountDownLatch hungUp = new CountDownLatch(1);

  /** What to do after a request has come. */
  interface Reply {
    void on(Socket socket) throws IOException;

    static Reply of(String text) {
      return socket -> {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
      };
    }
  }

  /** A request as it came. */
  record Recorded(String requestLine, List<String> headerLines, String body) {
    Optional<String> header(String name) {
      List<String> values = headers(name);
      return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    List<String> headers(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headerLines.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  RawServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  RawServer(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().start(this::accept);
  }

  static Reply answer(int status, String body) {
    return answer(status, body, "");
  }

  /** Further header lines end with CRLF each. */
  static Reply answer(int status, String body, String headerLines) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return Reply.of(
        "HTTP/1.1 "
            + status
            + " X\r\nContent-Length: "
            + length
            + "\r\n"
            + headerLines
            + "\r\n"
            + body);
  }

  static Reply error(int status, String code) {
    return answer(
        status,
        "<Error><Code>"
            + code
            + "</Code><Message>as told</Message><RequestId>4442587FB7D0A2F9</RequestId>"
            + "<HostId>host</HostId></Error>");
  }

  /** Breaks the connection without an answer. */
  static Reply hangUp() {
    return Socket::close;
  }

  /** Sends the text (perhaps none), then nothing more until the client hangs up. */
  Reply stall(String beginning) {
    return socket -> {
      Reply.of(beginning).on(socket);
      try {
        int ignored = socket.getInputStream().read();
        if (ignored < 0) {
          hungUp.countDown();
        }
      } catch (IOException reset) {
        hungUp.countDown();
      }
      socket.close();
    };
  }

  RawServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized List<Recorded> requests() {
    return List.copyOf(requests);
  }

  Recorded only() {
    List<Recorded> all = requests();
    if (all.size() != 1) {
      throw new AssertionError("one request expected, not " + all.size());
    }
    return all.getFirst();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> quietly(() -> serve(socket)));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    while (!socket.isClosed()) {
      Optional<Recorded> request = read(socket.getInputStream());
      if (request.isEmpty()) {
        socket.close();
        return;
      }
      synchronized (this) {
        requests.add(request.get());
      }
      arrived.countDown();
      reply().on(socket);
    }
  }

  private Reply reply() {
    try {
      Reply reply = replies.poll(20, TimeUnit.SECONDS);
      return reply == null ? hangUp() : reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return hangUp();
    }
  }

  private static Optional<Recorded> read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      head.write(next);
    }
    List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
    var bare = new Recorded(lines.getFirst(), lines.subList(1, lines.size() - 1), "");
    int length = bare.header("Content-Length").map(Integer::parseInt).orElse(0);
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return Optional.of(new Recorded(bare.requestLine(), bare.headerLines(), body));
  }

  /** An action on sockets. */
  private interface Action {
    void run() throws IOException;
  }

  private static void quietly(Action action) {
    try {
      action.run();
    } catch (IOException clientIsGone) {
      Consumer<Throwable> nobody = _ -> {};
      nobody.accept(clientIsGone);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
