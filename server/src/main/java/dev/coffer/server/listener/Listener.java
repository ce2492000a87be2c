package dev.coffer.server.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The sockets, plain and TLS, and everything that lives on them.
 *
 * <p>Two threads or a few do all reading and writing; requests run on virtual threads. {@link
 * #close} lets running requests end and then cuts what is left.
 */
public final class Listener {
  private static final int TWO_SECONDS_MILLIS = 2000;
  private static final long HANDSHAKE_MILLIS = 10_000;
  private static final int PAGE_BYTES = 8192;
  private static final int CHUNK_ORDER = 7; // 8 KiB << 7: chunks of 1 MiB
  private static final int MEMORY_ALIGNMENT = 0;

  private final MultiThreadIoEventLoopGroup loops;
  private final Connections connections;
  private final List<Channel> sockets = new ArrayList<>();

  private Listener(MultiThreadIoEventLoopGroup loops, Connections connections) {
    this.loops = loops;
    this.connections = connections;
  }

  /**
   * Listens on all endpoints or none.
   *
   * @throws IOException when an address cannot be had or a certificate cannot be read
   */
  public static Listener open(List<Endpoint> endpoints, Settings settings, Handler handler)
      throws IOException {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
    var loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("listener", true), NioIoHandler.newFactory());
    var connections = new Connections(handler, settings.limits(), settings.loopbackIsSecure());
    var listener = new Listener(loops, connections);
    try {
      var allocator = allocator(threads);
      for (Endpoint endpoint : endpoints) {
        listener.sockets.add(listener.bind(endpoint, allocator));
      }
      return listener;
    } catch (IOException | RuntimeException e) {
      listener.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * What holds for all endpoints.
   *
   * @param loopbackIsSecure whether plain HTTP from this machine counts as a secure connection
   */
  public record Settings(Limits limits, boolean loopbackIsSecure) {}

  /** The addresses in the order of the endpoints, with the ports that were found. */
  public List<InetSocketAddress> addresses() {
    return sockets.stream().map(socket -> (InetSocketAddress) socket.localAddress()).toList();
  }

  /** Accepts nothing more, lets running requests end for so long, then cuts the rest. */
  public void close(Duration patience) {
    sockets.forEach(socket -> socket.close().awaitUninterruptibly(TWO_SECONDS_MILLIS));
    connections.retire();
    long end = System.nanoTime() + patience.toNanos();
    while (connections.running() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    connections.cut();
    loops
        .shutdownGracefully(0, TWO_SECONDS_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(TWO_SECONDS_MILLIS);
  }

  private Channel bind(Endpoint endpoint, PooledByteBufAllocator allocator) throws IOException {
    SslContext tls = endpoint.tls() == null ? null : Tls.context(endpoint.tls());
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 4096, 65536))
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(65536, 131072))
            .childHandler(new Pipeline(connections, tls))
            .bind(endpoint.address())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + endpoint.address(), bound.cause());
    }
    return bound.channel();
  }

  /** One arena a thread, chunks of 1 MiB, no caches: memory that is free is free for all. */
  private static PooledByteBufAllocator allocator(int threads) {
    return new PooledByteBufAllocator(
        true, 0, threads, PAGE_BYTES, CHUNK_ORDER, 0, 0, false, MEMORY_ALIGNMENT);
  }

  /** What stands between a socket and its {@link Connection}. */
  private static final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final Connections connections;
    private final @Nullable SslContext tls;

    Pipeline(Connections connections, @Nullable SslContext tls) {
      this.connections = connections;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      var line = channel.pipeline();
      if (tls != null) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        line.addLast(handler);
      }
      line.addLast(new RequestDecoder(connections.limits()));
      line.addLast(new HttpResponseEncoder());
      line.addLast(new Connection(connections, tls != null));
      var context = line.lastContext();
      if (connections.admit(context)) {
        var _ = channel.closeFuture().addListener(_ -> connections.forget(context));
      } else {
        Connection.cut(context);
      }
    }
  }
}
