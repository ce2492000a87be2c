package dev.coffer.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final int LIMIT = 64;

  private final Connections connections =
      new Connections(new EchoHandler(), Limits.DEFAULT.withConnections(LIMIT), true);

  /** One whose thread is busy with others: what it is told to do, it does not do yet. */
  private static ChannelHandlerContext connection() {
    return new EmbeddedChannel(new ChannelInboundHandlerAdapter()).pipeline().firstContext();
  }

  private int admitted(int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      ChannelHandlerContext context = connection();
      if (connections.admit(context)) {
        connections.waits(context, true);
        admitted++;
      }
    }
    return admitted;
  }

  @Test
  void howeverSlowlyRoomIsMadeThereAreNotManyMore() {
    assertThat(admitted(LIMIT)).isEqualTo(LIMIT);
    assertThat(admitted(10 * LIMIT)).isEqualTo(LIMIT / 4);
  }

  @Test
  void whereNobodyWaitsTheNewOneIsRefused() {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(connections.admit(connection())).isTrue();
    }
    assertThat(connections.admit(connection())).isFalse();
  }
}
