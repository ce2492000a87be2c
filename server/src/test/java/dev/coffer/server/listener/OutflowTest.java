package dev.coffer.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutflowTest {
  /** Loses what has a body, and nothing else. */
  private static final class Losing extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof DefaultHttpContent) {
        ReferenceCountUtil.release(message);
        promise.setFailure(new IOException("lost"));
      } else {
        super.write(context, message, promise);
      }
    }
  }

  private static DefaultHttpContent piece() {
    return new DefaultHttpContent(Unpooled.copiedBuffer(new byte[100]));
  }

  private static Outflow flow(EmbeddedChannel channel) {
    return new Outflow(new Outflow.Way(channel, TimeUnit.MINUTES.toNanos(1), () -> 1000));
  }

  @Test
  void anAnswerThatLostItsLastPieceHasNoEnd() {
    var channel = new EmbeddedChannel(new Losing());
    var end = flow(channel).end(List.of(piece(), LastHttpContent.EMPTY_LAST_CONTENT));
    assertThat(end.isSuccess()).isFalse();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAnswerThatLostAPieceHasNoEnd() {
    var channel = new EmbeddedChannel(new Losing());
    Outflow flow = flow(channel);
    flow.send(piece());
    var end = flow.end(List.of(LastHttpContent.EMPTY_LAST_CONTENT));
    assertThat(end.isSuccess()).isFalse();
    assertThat(channel.isOpen()).isFalse();
    assertThat(flow.awaitRoom(100)).isFalse();
  }

  @Test
  void whatLeavesWholeKeepsTheConnection() {
    var channel = new EmbeddedChannel();
    Outflow flow = flow(channel);
    flow.send(piece());
    var end = flow.end(List.of(piece(), LastHttpContent.EMPTY_LAST_CONTENT));
    assertThat(end.isSuccess()).isTrue();
    assertThat(channel.isOpen()).isTrue();
    assertThat(flow.awaitRoom(100)).isTrue();
    channel.finishAndReleaseAll();
  }
}
