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
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** All connections of a listener: how many there are, what they share, and their common end. */
final class Connections {
  private static final String TLS = "TLSv";
  private static final int LEAST_WINDOW_BYTES = 16 * 1024;
  private static final int LARGEST_WINDOW_BYTES = 256 * 1024;
  private static final int LARGEST_ANSWER_WINDOW_BYTES = 512 * 1024;

  private final Handler handler;
  private final Limits limits;
  private final boolean loopbackIsSecure;
  private final Set<ChannelHandlerContext> open = ConcurrentHashMap.newKeySet();
  private final Waiting waiting = new Waiting();
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

  /**
   * Tells whether there is room for one more. When there is none, a connection makes some that
   * waits for a request, or whose request is answered and not yet at its end. That one is closed by
   * its own thread, soon; until then there is one too many, and of those not more than a quarter.
   */
  synchronized boolean admit(ChannelHandlerContext context) {
    if (closing) {
      return false;
    }
    int most = limits.connections();
    if (open.size() >= most + Math.ceilDiv(most, 4)) {
      return false;
    }
    if (open.size() >= most) {
      ChannelHandlerContext longest = waiting.poll();
      if (longest == null) {
        return false;
      }
      on(longest, Connection::makeRoom);
    }
    return open.add(context);
  }

  void forget(ChannelHandlerContext context) {
    open.remove(context);
    waiting.remove(context);
  }

  /**
   * Nobody works for the connection.
   *
   * @param first whether it makes room before those that wait between two requests
   */
  void waits(ChannelHandlerContext context, boolean first) {
    waiting.add(context, first);
  }

  /** The connection has a request, or is gone. */
  void waitsNoMore(ChannelHandlerContext context) {
    waiting.remove(context);
  }

  /** What of a request's body may wait in memory: an even share, within bounds. */
  int windowBytes() {
    return Math.clamp(share(), LEAST_WINDOW_BYTES, LARGEST_WINDOW_BYTES);
  }

  /** The same for an answer's body, whose socket takes more at a time than another gives. */
  int answerWindowBytes() {
    return Math.clamp(share(), LEAST_WINDOW_BYTES, LARGEST_ANSWER_WINDOW_BYTES);
  }

  private int share() {
    return limits.readAheadBytes() / Math.max(1, running.get());
  }

  Peer peer(Channel channel, boolean tls) {
    SSLSession session = session(channel);
    String version = version(session);
    String suite = version == null || session == null ? null : session.getCipherSuite();
    if (channel.remoteAddress() instanceof InetSocketAddress remote) {
      InetAddress address = remote.getAddress();
      boolean secure = tls || (loopbackIsSecure && address.isLoopbackAddress());
      return new Peer(address.getHostAddress(), secure, version, suite);
    }
    return new Peer("", tls, version, suite);
  }

  /** As policies write it: {@code 1.3} of {@code TLSv1.3}. */
  private static @Nullable String version(@Nullable SSLSession session) {
    String protocol = session == null ? "" : session.getProtocol();
    return protocol.startsWith(TLS) ? protocol.substring(TLS.length()) : null;
  }

  private static @Nullable SSLSession session(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    return handler == null ? null : handler.engine().getSession();
  }

  /** Runs a request on a thread of its own; it runs until {@link #ended}. */
  void run(Runnable request) {
    running.incrementAndGet();
    Thread.ofVirtual().name("request").start(request);
  }

  /** A request's answer has left, or its connection was cut. */
  void ended() {
    running.decrementAndGet();
  }

  int running() {
    return running.get();
  }

  /** From now on every answer is its connection's last; idle connections are closed. */
  void retire() {
    closing = true;
    open.forEach(context -> on(context, Connection::retire));
  }

  private static void on(
      ChannelHandlerContext context, BiConsumer<Connection, ChannelHandlerContext> work) {
    if (context.handler() instanceof Connection connection) {
      context.executor().execute(() -> work.accept(connection, context));
    }
  }

  void cut() {
    open.forEach(Connection::cut);
  }
}
