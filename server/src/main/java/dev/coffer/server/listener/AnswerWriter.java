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
 * which no more wait for the socket than a window holds. Its end is for the event loop to write:
 * for a short answer that is all of it, and the loop is woken once.
 *
 * <p>A body that fails, ends early or does not leave within the limit leaves the message
 * unfinished; the caller closes the connection, so that the client sees a broken answer and not a
 * short object.
 */
final class AnswerWriter {
  private static final int PIECE_BYTES = 64 * 1024;

  /** What makes an answer whole, to be written on the event loop. */
  record Ending(Outflow flow, List<Object> messages) {
    ChannelFuture write() {
      return flow.end(messages);
    }
  }

  private final Channel channel;
  private final Outflow flow;

  AnswerWriter(Outflow.Way way) {
    this.channel = way.channel();
    this.flow = new Outflow(way);
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
    Ending ending = null;
    try {
      ending = begin(response, terms);
      return ending;
    } finally {
      if (ending == null) {
        flow.abandon();
      }
    }
  }

  private @Nullable Ending begin(Response response, Terms terms) throws IOException {
    try (InputStream stream = response.body().stream()) {
      return begin(response, terms, stream);
    }
  }

  private @Nullable Ending begin(Response response, Terms terms, InputStream stream)
      throws IOException {
    DefaultHttpResponse head = head(response, terms);
    if (terms.headOnly() || bodyless(response.status())) {
      return ending(List.of(head));
    }
    var pieces = new Pieces(head, response.body().sizeBytes());
    return response.body().sizeBytes() == Body.UNKNOWN
        ? pieces.writeUntilEnd(stream)
        : pieces.writeExactly(stream, response.body().sizeBytes());
  }

  private Ending ending(List<Object> messages) {
    var all = new ArrayList<>(messages);
    all.add(LastHttpContent.EMPTY_LAST_CONTENT);
    return new Ending(flow, all);
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

  /** The head, then the body, read into one array and sent as copies that may wait. */
  private final class Pieces {
    private final byte[] piece;
    private @Nullable DefaultHttpResponse head;

    Pieces(DefaultHttpResponse head, long sizeBytes) {
      this.head = head;
      boolean small = sizeBytes != Body.UNKNOWN && sizeBytes < PIECE_BYTES;
      this.piece = new byte[small ? (int) sizeBytes : PIECE_BYTES];
    }

    @Nullable Ending writeExactly(InputStream stream, long sizeBytes) throws IOException {
      for (long left = sizeBytes; left > 0; ) {
        if (!flow.awaitRoom(piece.length)) {
          return null;
        }
        int count = stream.readNBytes(piece, 0, (int) Math.min(piece.length, left));
        if (count == 0) {
          throw new IllegalStateException("an answer's body is shorter than it said");
        }
        left -= count;
        if (left == 0) {
          return last(count);
        }
        send(count);
      }
      return last(0);
    }

    @Nullable Ending writeUntilEnd(InputStream stream) throws IOException {
      while (flow.awaitRoom(piece.length)) {
        int count = stream.readNBytes(piece, 0, piece.length);
        if (count < piece.length) {
          return last(count);
        }
        send(count);
      }
      return null;
    }

    private void send(int count) {
      if (head != null) {
        flow.send(head);
        head = null;
      }
      flow.send(
          new DefaultHttpContent(channel.alloc().directBuffer(count).writeBytes(piece, 0, count)));
    }

    private Ending last(int count) {
      List<Object> messages = new ArrayList<>(3);
      if (head != null) {
        messages.add(head);
      }
      if (count > 0) {
        messages.add(new DefaultHttpContent(Unpooled.wrappedBuffer(piece, 0, count)));
      }
      return ending(messages);
    }
  }
}
