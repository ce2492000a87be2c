package dev.coffer.server.listener;

import dev.coffer.wire.http.Request.Peer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All connections of a listener: how many there are, what they share, and their common end. */
final class Connections {
  private static final String TLS = "TLSv";
  private static final int LEAST_WINDOW_BYTES = 16 * 1024;
  private static final int LARGEST_WINDOW_BYTES = 256 * 1024;

  private final Handler handler;
  private final Limits limits;
  private final boolean loopbackIsSecure;
  private final Set<ChannelHandlerContext> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean closing;

  Connections(Handler handler, Limits limits, boolean loopbackIsSecure) {
    this.handler = handler;
    this.limits = limits;
    this.loopbackIsSecure = loopbackIsSecure;
  }

  Handler handler() {
    return handler;
  }

  Limits limits() {
    return limits;
  }

  boolean closing() {
    return closing;
  }

  /** Tells whether there is room for one more. */
  boolean admit(ChannelHandlerContext context) {
    if (open.size() >= limits.connections() || closing) {
      return false;
    }
    return open.add(context);
  }

  void forget(ChannelHandlerContext context) {
    open.remove(context);
  }

  /** What of a body may wait in memory: an even share, within bounds. */
  int windowBytes() {
    int share = limits.readAheadBytes() / Math.max(1, running.get());
    return Math.clamp(share, LEAST_WINDOW_BYTES, LARGEST_WINDOW_BYTES);
  }

  Peer peer(Channel channel, boolean tls) {
    String version = version(channel);
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      InetAddress address = remote.getAddress();
      boolean secure = tls || (loopbackIsSecure && address.isLoopbackAddress());
      return new Peer(address.getHostAddress(), secure, version);
    }
    return new Peer("", tls, version);
  }

  /** As policies write it: {@code 1.3} of {@code TLSv1.3}. */
  private static @Nullable String version(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    String protocol = handler == null ? "" : handler.engine().getSession().getProtocol();
    return protocol.startsWith(TLS) ? protocol.substring(TLS.length()) : null;
  }

  /** Runs a request on a thread of its own. */
  void run(Runnable request) {
    running.incrementAndGet();
    Thread.ofVirtual()
        .name("request")
        .start(() -> {
          try {
            request.run();
          } finally {
            running.decrementAndGet();
          }
        });
  }

  int running() {
    return running.get();
  }

  /** From now on every answer is its connection's last; idle connections are closed. */
  void retire() {
    closing = true;
    for (ChannelHandlerContext context : open) {
      if (context.handler() instanceof Connection connection) {
        context.executor().execute(() -> connection.retire(context));
      }
    }
  }

  void cut() {
    open.forEach(Connection::cut);
  }
}
