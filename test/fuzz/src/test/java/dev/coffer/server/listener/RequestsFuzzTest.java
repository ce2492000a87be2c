package dev.coffer.server.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Exception;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Bytes from a socket through the listener's decoder: requests that a reader by the letter of the
 * RFC finds there too, with the same bodies, or a refusal after which nothing is a request.
 */
class RequestsFuzzTest {
  private static final int LONGEST = 4096;

  @FuzzTest
  void requests(byte[] input) {
    if (input.length > LONGEST) {
      return;
    }
    List<PlainHttp.Message> whole = decoded(input, input.length);
    requireSame(input, whole, PlainHttp.read(new String(input, ISO_8859_1)));
    for (int piece : new int[] {1, 7}) {
      List<PlainHttp.Message> pieces = decoded(input, piece);
      if (!whole.equals(pieces)) {
        throw new AssertionError("pieces of " + piece + " decide: " + whole + " or " + pieces);
      }
    }
  }

  private static void requireSame(
      byte[] input, List<PlainHttp.Message> got, List<PlainHttp.Message> plain) {
    if (got.size() > plain.size() || !got.equals(plain.subList(0, got.size()))) {
      throw new AssertionError("of " + input.length + " bytes: " + got + " but by RFC " + plain);
    }
  }

  /** The requests that were accepted and have come whole. */
  private static List<PlainHttp.Message> decoded(byte[] input, int pieceBytes) {
    var channel = new EmbeddedChannel(new RequestDecoder(Limits.DEFAULT));
    var taken = new Taken();
    try {
      for (int at = 0; at < input.length && !taken.refused; at += pieceBytes) {
        int count = Math.min(pieceBytes, input.length - at);
        channel.writeInbound(Unpooled.copiedBuffer(input, at, count));
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
          taken.take(next);
          ReferenceCountUtil.release(next);
        }
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return taken.messages;
  }

  /** What a connection would make of the messages. */
  private static final class Taken {
    private final List<PlainHttp.Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private HttpRequest current;
    private boolean refused;

    void take(Object message) {
      if (refused) {
        return;
      }
      if (message instanceof HttpRequest head) {
        refused = refuses(head);
        current = head;
        body.setLength(0);
      }
      if (message instanceof HttpContent content && !refused) {
        refused = content.decoderResult().isFailure();
        body.append(content.content().toString(ISO_8859_1));
        if (message instanceof LastHttpContent && !refused) {
          end();
        }
      }
    }

    private static boolean refuses(HttpRequest head) {
      try {
        RequestHead accepted = RequestHead.of(head, Limits.DEFAULT);
        Request request = accepted.toRequest(Body.empty(), Request.Peer.LOCAL);
        if (request.rawPath().isEmpty()) {
          throw new AssertionError("a request without a path");
        }
        return false;
      } catch (S3Exception _) {
        return true;
      }
    }

    private void end() {
      var fields = new ArrayList<String>();
      for (Map.Entry<String, String> field : current.headers()) {
        fields.add(field.getKey() + "=" + field.getValue());
      }
      messages.add(
          new PlainHttp.Message(current.method().name(), current.uri(), fields, body.toString()));
    }
  }
}
