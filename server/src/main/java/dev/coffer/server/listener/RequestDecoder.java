package dev.coffer.server.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder with its lenience taken away: no folded header lines, no message with both
 * Transfer-Encoding and Content-Length, no second Content-Length, lines end in CRLF, a request line
 * has two single spaces and no other blank. Each of these is read differently by somebody between
 * client and server, which is how requests are smuggled (RFC 9112 §11.2).
 *
 * <p>Fires {@link Begun} when the first byte of a head arrives, for the time-out of slow heads.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private static final int LARGEST_PIECE_BYTES = 64 * 1024;

  /** The first byte of a request has come. */
  enum Begun {
    HEAD
  }

  private boolean inHead = true;
  private boolean begun;
  private boolean lined;
  private boolean dead;

  RequestDecoder(Limits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLineBytes())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxChunkSize(LARGEST_PIECE_BYTES)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true)
            .setValidateHeaders(true));
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (inHead && !dead) {
      begin(context, buffer);
      String fault = fault(buffer);
      if (fault != null) {
        dead = true;
        out.add(refused(fault));
      }
    }
    if (dead) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    int before = out.size();
    super.decode(context, buffer, out);
    follow(out.subList(before, out.size()));
  }

  private void begin(ChannelHandlerContext context, ByteBuf buffer) {
    if (begun) {
      return;
    }
    // Empty lines before a request are skipped, as RFC 9112 §2.2 wishes.
    while (buffer.isReadable() && blank(buffer.getByte(buffer.readerIndex()))) {
      buffer.skipBytes(1);
    }
    if (buffer.isReadable()) {
      begun = true;
      context.fireUserEventTriggered(Begun.HEAD);
    }
  }

  private static boolean blank(byte at) {
    return at == '\r' || at == '\n';
  }

  /** What is wrong with the lines that have come whole, or null. */
  private @Nullable String fault(ByteBuf buffer) {
    if (holdsFoldedLine(buffer)) {
      return "a header line is folded";
    }
    if (!lined) {
      int end = buffer.indexOf(buffer.readerIndex(), buffer.writerIndex(), (byte) '\n');
      lined = end >= 0;
      if (lined && !RequestLine.isWellFormed(buffer, end)) {
        return "no request line";
      }
    }
    return null;
  }

  private HttpMessage refused(String fault) {
    HttpMessage message = createInvalidMessage();
    message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(fault)));
    return message;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Transfer-Encoding and Content-Length");
  }

  private void follow(List<Object> decoded) {
    for (Object message : decoded) {
      if (message instanceof HttpRequest) {
        inHead = false;
      }
      if (message instanceof LastHttpContent) {
        inHead = true;
        begun = false;
        lined = false;
      }
    }
  }

  /** The decoder consumes whole lines, so the buffer begins with one; looks up to the empty one. */
  private static boolean holdsFoldedLine(ByteBuf buffer) {
    int start = buffer.readerIndex();
    while (start < buffer.writerIndex()) {
      byte first = buffer.getByte(start);
      if (first == ' ' || first == '\t') {
        return true;
      }
      int end = buffer.indexOf(start, buffer.writerIndex(), (byte) '\n');
      if (end < 0 || first == '\r' || first == '\n') {
        return false;
      }
      start = end + 1;
    }
    return false;
  }
}
