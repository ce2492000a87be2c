package dev.coffer.conformance;

import dev.coffer.wire.http.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection of which every byte is ours. */
final class RawSocket implements AutoCloseable {
  /** Longer than any time-out of the server, which has to speak or close first. */
  private static final int SILENCE_MILLIS = 90_000;

  private final Socket socket;
  private final InputStream in;

  RawSocket(URI address) throws IOException {
    socket = new Socket();
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), SILENCE_MILLIS);
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawSocket patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
    return this;
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #write}; that the other side closes meanwhile is an answer too. */
  boolean writeLeniently(byte[] bytes) throws IOException {
    try {
      write(bytes);
      return true;
    } catch (SocketException _) {
      return false;
    }
  }

  /** Says that nothing more comes, and still listens. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /**
   * The next answer, interim ones left out; {@link Answer#NONE} when the connection is closed or
   * reset instead.
   *
   * @param toHead whether the body is left out although its length is told
   * @throws SocketTimeoutException when nothing comes for too long
   */
  Answer answer(boolean toHead) throws IOException {
    Answer answer = next(toHead);
    while (answer.status() >= 100 && answer.status() < 200) {
      answer = next(toHead);
    }
    return answer;
  }

  /** The next answer, be it an interim one. */
  Answer next(boolean toHead) throws IOException {
    try {
      String status = line();
      if (status.isEmpty()) {
        return Answer.NONE;
      }
      var headers = Headers.builder();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      int code = Integer.parseInt(status.substring(9, 12));
      Headers got = headers.build();
      boolean bodiless = toHead || code < 200 || code == 204 || code == 304;
      return new Answer(code, got, bodiless ? "" : body(got));
    } catch (SocketException _) {
      return Answer.NONE;
    }
  }

  private String body(Headers headers) throws IOException {
    byte[] bytes;
    if (headers.first("Transfer-Encoding").isPresent()) {
      bytes = chunks();
    } else if (headers.first("Content-Length").isPresent()) {
      bytes = in.readNBytes(Integer.parseInt(headers.first("Content-Length").orElseThrow()));
    } else {
      bytes = in.readAllBytes();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] chunks() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      bytes.write(in.readNBytes(size));
      line();
    }
    line();
    return bytes.toByteArray();
  }

  private int size() throws IOException {
    String line = line();
    return line.isEmpty() ? 0 : Integer.parseInt(line.strip(), 16);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
