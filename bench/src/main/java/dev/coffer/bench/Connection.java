package dev.coffer.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

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

  /** Sends an object or asks for one, and reads to the end. */
  void exchange(String method, String path, byte[] body) throws IOException {
    exchange(new Ask(method, path, Map.of(), body));
  }

  /** Sends and reads to the end; returns the answer's headers, their names in lower case. */
  Map<String, String> exchange(Ask ask) throws IOException {
    Map<String, String> headers = head(ask);
    readBody(ask, headers);
    return headers;
  }

  /** Sends, and returns the answer's body, whose length must be told. */
  String text(Ask ask) throws IOException {
    int length = Integer.parseInt(head(ask).getOrDefault("content-length", "0"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private Map<String, String> head(Ask ask) throws IOException {
    out.write(requestHead(ask).getBytes(StandardCharsets.ISO_8859_1));
    out.write(ask.body());
    out.flush();
    String status = line();
    var headers = new HashMap<String, String>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    if (!status.contains(" 200") && !status.contains(" 204")) {
      throw new IOException(ask.method() + " " + ask.target() + " was answered " + status);
    }
    return headers;
  }

  private void readBody(Ask ask, Map<String, String> headers) throws IOException {
    if (ask.method().equals("HEAD")) {
      return;
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
        drain(chunk);
        line();
      }
      line();
    } else {
      drain(Long.parseLong(headers.getOrDefault("content-length", "0")));
    }
  }

  private long chunk() throws IOException {
    return Long.parseLong(line().split(";", 2)[0].strip(), 16);
  }

  private String requestHead(Ask ask) {
    var head =
        new StringBuilder(512)
            .append(ask.method())
            .append(' ')
            .append(ask.target())
            .append(" HTTP/1.1\r\n");
    for (var field : Signed.headers(endpoint, ask).fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return head.append("Content-Length: ").append(ask.body().length).append("\r\n\r\n").toString();
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
