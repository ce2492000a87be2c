package dev.coffer.server.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The messages of the local socket.
 *
 * <p>Shape: an order is u8 version 1, u8 order, u16 length, so many bytes of a secret; an answer is
 * u8 1 when it was carried out or 0 when not, u16 length, so many bytes of JSON. One of each, then
 * the socket is closed. Big-endian.
 */
final class Frames {
  static final int VERSION = 1;
  static final int MAX_SECRET = 4096;
  static final int ORDER_HEAD = 4;
  static final int ANSWER_HEAD = 3;
  static final int MAX_ANSWER = 0xffff;

  private Frames() {}

  static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side of the local socket has gone");
      }
    }
    return buffer.flip();
  }

  static void write(SocketChannel channel, ByteBuffer frame) throws IOException {
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }
}
