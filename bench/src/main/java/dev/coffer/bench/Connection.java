package dev.coffer.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection that sends signed requests and reads answers, with little of its own:
 * bodies are sent and looked at where they lie, outside the heap. After a failure the next request
 * opens it anew. It has no timeout; the thread that waits may be interrupted.
 */
final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final Sink DROPPED = piece -> {};

  private final Endpoint endpoint;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private @Nullable SocketChannel channel;

  Connection(Endpoint endpoint) throws IOException {
    this.endpoint = endpoint;
    this.channel = open();
  }

  /** What is done with an answer's body, piece by piece. */
  private interface Sink {
    void take(ByteBuffer piece) throws IOException;
  }

  /** A request to be sent any number of times. */
  Sent sign(Ask ask) {
    return Sent.of(endpoint, ask);
  }

  /** Sends an object or asks for one, and reads to the end. */
  void exchange(String method, String path, byte[] body) throws IOException {
    exchange(new Ask(method, path, java.util.Map.of(), body));
  }

  /** Sends and reads to the end. */
  Answer exchange(Ask ask) throws IOException {
    return exchange(sign(ask));
  }

  /** Sends and reads to the end. */
  Answer exchange(Sent sent) throws IOException {
    return exchange(sent, DROPPED);
  }

  /** Sends, and returns the answer's body. */
  String text(Ask ask) throws IOException {
    return text(sign(ask));
  }

  /** Sends, and returns the answer's body. */
  String text(Sent sent) throws IOException {
    var text = new ByteArrayOutputStream();
    exchange(sent, into(text));
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Sends; the answer's body must be these bytes, each of which is looked at. */
  void expect(Sent sent, Payload wanted) throws IOException {
    ByteBuffer left = wanted.bytes();
    exchange(
        sent,
        piece -> {
          int length = piece.remaining();
          if (length > left.remaining()
              || left.slice(left.position(), length).mismatch(piece) >= 0) {
            throw new IOException(sent.ask().target() + " came with other bytes than were put");
          }
          left.position(left.position() + length);
        });
    if (left.hasRemaining()) {
      throw new IOException(sent.ask().target() + " lacks " + left.remaining() + " bytes");
    }
  }

  private Answer exchange(Sent sent, Sink sink) throws IOException {
    SocketChannel to = channel == null ? open() : channel;
    channel = null; // until the answer has been read whole
    try {
      send(to, sent);
      Answer answer = new Answer(head(to));
      if (answer.status() == sent.ask().wantedStatus()) {
        body(to, sent, answer, sink);
        channel = answer.closes() ? null : to;
        return answer;
      }
      var said = new ByteArrayOutputStream();
      body(to, sent, answer, into(said));
      channel = answer.closes() ? null : to;
      throw new IOException(refusal(sent.ask(), answer, said.toString(StandardCharsets.UTF_8)));
    } finally {
      if (channel == null) {
        to.close();
      }
    }
  }

  private static String refusal(Ask ask, Answer answer, String said) {
    String line = answer.head().lines().findFirst().orElse("");
    return ask.method() + " " + ask.target() + " was answered " + line + " " + said;
  }

  private SocketChannel open() throws IOException {
    in.limit(0);
    var opened = SocketChannel.open(new InetSocketAddress(endpoint.host(), endpoint.port()));
    return opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** Head and body together, so that a small request is one packet. */
  private static void send(SocketChannel to, Sent sent) throws IOException {
    ByteBuffer[] both = {sent.head().duplicate(), sent.ask().body().bytes()};
    while (both[1].hasRemaining() || both[0].hasRemaining()) {
      to.write(both);
    }
  }

  private String head(SocketChannel from) throws IOException {
    for (int end = endOfHead(); ; end = endOfHead()) {
      if (end >= 0) {
        byte[] head = new byte[end - in.position()];
        in.get(head);
        in.position(in.position() + 2);
        return new String(head, StandardCharsets.ISO_8859_1);
      }
      more(from);
    }
  }

  /** Where the empty line begins, or -1 if it has not come yet. */
  private int endOfHead() {
    for (int at = in.position(); at + 3 < in.limit(); at++) {
      if (in.get(at) == '\r' && in.get(at + 2) == '\r' && in.get(at + 3) == '\n') {
        return at + 2;
      }
    }
    return -1;
  }

  private void body(SocketChannel from, Sent sent, Answer answer, Sink sink) throws IOException {
    if (sent.ask().method().equals("HEAD")) {
      return;
    }
    if (!answer.chunked()) {
      pieces(from, answer.contentLength(), sink);
      return;
    }
    for (long chunk = chunk(from); chunk > 0; chunk = chunk(from)) {
      pieces(from, chunk, sink);
      line(from);
    }
    line(from);
  }

  private long chunk(SocketChannel from) throws IOException {
    return Long.parseLong(line(from).split(";", 2)[0].strip(), 16);
  }

  private void pieces(SocketChannel from, long length, Sink sink) throws IOException {
    for (long left = length; left > 0; ) {
      if (!in.hasRemaining()) {
        more(from);
      }
      int size = (int) Math.min(in.remaining(), left);
      sink.take(in.slice(in.position(), size));
      in.position(in.position() + size);
      left -= size;
    }
  }

  private String line(SocketChannel from) throws IOException {
    var line = new StringBuilder();
    while (true) {
      if (!in.hasRemaining()) {
        more(from);
      }
      char c = (char) in.get();
      if (c == '\n') {
        return line.toString().strip();
      }
      line.append(c);
    }
  }

  private void more(SocketChannel from) throws IOException {
    in.compact();
    try {
      if (!in.hasRemaining()) {
        throw new IOException("the answer's head is too long");
      }
      if (from.read(in) < 0) {
        throw new EOFException("the connection was closed");
      }
    } finally {
      in.flip();
    }
  }

  private static Sink into(ByteArrayOutputStream text) {
    return piece -> {
      byte[] copied = new byte[piece.remaining()];
      piece.get(copied);
      text.writeBytes(copied);
    };
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
