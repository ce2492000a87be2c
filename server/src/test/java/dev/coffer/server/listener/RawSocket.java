package dev.coffer.server.listener;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to. */
final class RawSocket implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawSocket(InetSocketAddress address) throws IOException {
    this(new Socket(address.getAddress(), address.getPort()));
  }

  RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(15_000);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Latin-1, so that any byte can be written. */
  RawSocket send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawSocket send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** One answer, its body by Content-Length. */
  Answer answer() throws IOException {
    return answer(false);
  }

  Answer answerToHead() throws IOException {
    return answer(true);
  }

  private Answer answer(boolean headOnly) throws IOException {
    String head = head();
    int length = 0;
    for (String line : head.split("\r\n", -1)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:") && !headOnly) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    boolean whole = body.length == length;
    int status = head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
    return new Answer(status, head, new String(body, StandardCharsets.ISO_8859_1), whole);
  }

  private String head() throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads to the end of the connection, a step and then a pause; returns how much came. */
  long readSlowly(int stepBytes, long pauseMillis) throws IOException, InterruptedException {
    long count = 0;
    try {
      for (int read = stepBytes; read == stepBytes; count += read) {
        Thread.sleep(pauseMillis);
        read = in.readNBytes(stepBytes).length;
      }
    } catch (java.net.SocketException reset) {
      return count;
    }
    return count;
  }

  /** Whether the server has closed and nothing more came. */
  boolean closed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What came back; status 0 when nothing did. */
  record Answer(int status, String head, String body, boolean whole) {
    boolean has(String line) {
      return head.toLowerCase(Locale.ROOT).contains(line.toLowerCase(Locale.ROOT) + "\r\n");
    }
  }
}
