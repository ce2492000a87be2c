package dev.coffer.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive connection that sends signed requests and reads answers, with little of its own.
 */
final class Connection implements AutoCloseable {
  private final Endpoint endpoint;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] sink = new byte[256 * 1024];

  Connection(Endpoint endpoint) throws IOException {
    this.endpoint = endpoint;
    this.socket = new Socket(endpoint.host(), endpoint.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(120_000);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
  }

  /** Sends and reads to the end; returns the number of bytes in the answer's body. */
  long exchange(String method, String path, byte[] body) throws IOException {
    out.write(head(method, path, body.length).getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    String status = line();
    long length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).strip());
      }
    }
    drain(length);
    if (!status.contains(" 200") && !status.contains(" 204")) {
      throw new IOException(method + " " + path + " was answered " + status);
    }
    return length;
  }

  private String head(String method, String path, long length) {
    var head =
        new StringBuilder(512).append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    for (var field : Signed.headers(endpoint, method, path).fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return head.append("Content-Length: ").append(length).append("\r\n\r\n").toString();
  }

  private void drain(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int n = in.read(sink, 0, (int) Math.min(sink.length, left));
      if (n < 0) {
        throw new EOFException("the answer's body is cut short");
      }
      left -= n;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
