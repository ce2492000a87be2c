package dev.coffer.server.listener;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Response;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer from the request's own thread: the head, then the body in pieces of 64 KiB, of
 * which at most two wait for the socket. Its end is for the event loop to write: for a short answer
 * that is all of it, and the loop is woken once.
 *
 * <p>A body that fails, ends early or does not leave within the limit leaves the message
 * unfinished; the caller closes the connection, so that the client sees a broken answer and not a
 * short object.
 */
final class AnswerWriter {
  private static final int PIECE_BYTES = 64 * 1024;

  /** What makes an answer whole, to be written on the event loop. */
  record Ending(List<Object> messages) {
    ChannelFuture write(Channel channel) {
      messages.forEach(message -> {
        var _ = channel.write(message);
      });
      return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  private final Channel channel;
  private final long idleMillis;

  AnswerWriter(Channel channel, long idleMillis) {
    this.channel = channel;
    this.idleMillis = idleMillis;
  }

  /** What of the request shapes its answer. */
  record Terms(boolean headOnly, boolean http10, boolean keepAlive) {
    /** An answer that ends with the connection cannot keep it. */
    Terms in(Response response) {
      boolean endless = http10 && response.body().sizeBytes() == Body.UNKNOWN;
      return new Terms(headOnly, http10, keepAlive && !endless);
    }
  }

  /**
   * Writes the answer up to its end and closes its body's stream.
   *
   * @return null when it is to be cut, since something did not leave
   */
  @Nullable Ending write(Response response, Terms terms) throws IOException {
    try (InputStream stream = response.body().stream()) {
      DefaultHttpResponse head = head(response, terms);
      if (terms.headOnly() || bodyless(response.status())) {
        return new Ending(List.of(head));
      }
      return response.body().sizeBytes() == Body.UNKNOWN
          ? writeUntilEnd(head, stream)
          : writeExactly(head, stream, response.body().sizeBytes());
    }
  }

  private @Nullable Ending writeExactly(
      DefaultHttpResponse head, InputStream stream, long sizeBytes) throws IOException {
    var pieces = new Pieces(head);
    for (long left = sizeBytes; left > 0; ) {
      byte[] piece = pieces.free(left);
      if (piece == null) {
        return null;
      }
      int count = stream.readNBytes(piece, 0, (int) Math.min(piece.length, left));
      if (count == 0) {
        throw new IllegalStateException("an answer's body is shorter than it said");
      }
      left -= count;
      if (left == 0) {
        return pieces.ending(piece, count);
      }
      pieces.send(piece, count);
    }
    return pieces.ending(new byte[0], 0);
  }

  private @Nullable Ending writeUntilEnd(DefaultHttpResponse head, InputStream stream)
      throws IOException {
    var pieces = new Pieces(head);
    while (true) {
      byte[] piece = pieces.free(PIECE_BYTES);
      if (piece == null) {
        return null;
      }
      int count = stream.readNBytes(piece, 0, piece.length);
      if (count < piece.length) {
        return pieces.ending(piece, count);
      }
      pieces.send(piece, count);
    }
  }

  private boolean left(ChannelFuture write) {
    return write.awaitUninterruptibly(idleMillis) && write.isSuccess();
  }

  private static DefaultHttpResponse head(Response response, Terms terms) {
    var head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
    HttpHeaders headers = head.headers();
    for (Headers.Field field : response.headers().fields()) {
      headers.add(field.name(), utf8(field.value()));
    }
    if (!bodyless(response.status()) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      if (response.body().sizeBytes() != Body.UNKNOWN) {
        HttpUtil.setContentLength(head, response.body().sizeBytes());
      } else if (!terms.http10()) {
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
    }
    if (!terms.keepAlive()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (terms.http10()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return head;
  }

  private static boolean bodyless(int status) {
    return status == 204 || status == 304;
  }

  /** The library writes characters as single bytes, so these are the bytes already. */
  private static CharSequence utf8(String value) {
    boolean ascii = value.chars().allMatch(c -> c < 0x80);
    return ascii ? value : new AsciiString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** The head, then two buffers in turn; one is free again when its bytes have left. */
  private final class Pieces {
    private final byte[] @Nullable [] buffers = new byte[2][];
    private final @Nullable ChannelFuture[] writes = new ChannelFuture[2];
    private @Nullable DefaultHttpResponse head;
    private int turn;

    Pieces(DefaultHttpResponse head) {
      this.head = head;
    }

    /** The next buffer, or null when it did not leave in time or the connection is gone. */
    byte @Nullable [] free(long wanted) {
      ChannelFuture write = writes[turn];
      if (write != null && !left(write)) {
        return null;
      }
      byte[] buffer = buffers[turn];
      if (buffer == null) {
        buffer = new byte[(int) Math.min(PIECE_BYTES, wanted)];
        buffers[turn] = buffer;
      }
      return buffer;
    }

    void send(byte[] piece, int count) {
      if (head != null) {
        var _ = channel.write(head);
        head = null;
      }
      writes[turn] = channel.writeAndFlush(content(piece, count));
      turn = 1 - turn;
    }

    Ending ending(byte[] piece, int count) {
      List<Object> messages = new ArrayList<>(2);
      if (head != null) {
        messages.add(head);
      }
      if (count > 0) {
        messages.add(content(piece, count));
      }
      return new Ending(messages);
    }

    private static DefaultHttpContent content(byte[] piece, int count) {
      return new DefaultHttpContent(Unpooled.wrappedBuffer(piece, 0, count));
    }
  }
}
