package dev.coffer.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the wire, signed ahead, so that a client that repeats it spends no
 * processor time on it. Its signature is good for a quarter of an hour.
 *
 * @param head request line and headers
 */
record Sent(Ask ask, ByteBuffer head) {
  static Sent of(Endpoint endpoint, Ask ask) {
    var head =
        new StringBuilder(512)
            .append(ask.method())
            .append(' ')
            .append(ask.target())
            .append(" HTTP/1.1\r\n");
    for (var field : Signed.headers(endpoint, ask).fields()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    head.append("Content-Length: ").append(ask.body().sizeBytes()).append("\r\n\r\n");
    byte[] text = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    return new Sent(ask, ByteBuffer.allocateDirect(text.length).put(text).flip());
  }
}
