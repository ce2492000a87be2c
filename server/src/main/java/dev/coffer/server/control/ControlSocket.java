package dev.coffer.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The local socket: {@code run/control} in the data folder, mode 0600 in a folder of mode 0700.
 *
 * <p>Only the folder's owner and root are heard. At most {@value #MAX_SPEAKERS} speak at once, and
 * each has {@value #PATIENCE_SECONDS} seconds to say what he wants. Nothing that is said is logged.
 */
public final class ControlSocket implements AutoCloseable {
  static final int MAX_SPEAKERS = 8;
  static final long PATIENCE_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final ServerSocketChannel server;
  private final Path path;
  private final UserPrincipal owner;
  private final Operator operator;
  private final Semaphore speakers = new Semaphore(MAX_SPEAKERS);

  private ControlSocket(
      ServerSocketChannel server, Path path, UserPrincipal owner, Operator operator) {
    this.server = server;
    this.path = path;
    this.owner = owner;
    this.operator = operator;
  }

  /** Where the socket of a data folder is. */
  public static Path in(Path dataFolder) {
    return dataFolder.resolve("run").resolve("control");
  }

  /**
   * Listens. The data folder must be this process's alone: what a killed server left is replaced.
   *
   * @throws IOException when it cannot, for example since the path is longer than a socket's may be
   */
  public static ControlSocket open(Path dataFolder, Operator operator) throws IOException {
    Path path = in(dataFolder);
    Path folder = dataFolder.resolve("run");
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(onlyOwner));
    Files.setPosixFilePermissions(folder, onlyOwner);
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean bound = false;
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      var socket = new ControlSocket(server, path, Files.getOwner(path), operator);
      Thread.ofPlatform().name("control").daemon().start(socket::accept);
      bound = true;
      return socket;
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException("no local socket can be made at " + path, e);
    } finally {
      if (!bound) {
        server.close();
      }
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        speakers.acquire();
        SocketChannel channel = server.accept();
        Thread.ofVirtual().name("control-speaker").start(() -> serve(channel));
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        speakers.release();
        if (server.isOpen()) {
          LOG.error("the local socket accepts nobody any more", e);
        }
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    Watch watch = Watch.over(channel, PATIENCE_SECONDS);
    try (channel) {
      if (maySpeak(channel)) {
        ByteBuffer head = Frames.read(channel, Frames.ORDER_HEAD);
        Order order = order(head);
        byte[] secret = Frames.read(channel, length(head, order)).array();
        watch.end();
        answer(channel, order, secret);
      }
    } catch (IOException e) {
      LOG.debug("a speaker at the local socket has gone", e);
    } finally {
      watch.end();
      speakers.release();
    }
  }

  private boolean maySpeak(SocketChannel channel) throws IOException {
    String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    boolean may = user.equals(owner.getName()) || user.equals("root");
    if (!may) {
      LOG.warn("another user ({}) spoke at the local socket and was not heard", user);
    }
    return may;
  }

  private static Order order(ByteBuffer head) throws IOException {
    boolean version = head.get(0) == Frames.VERSION;
    Order order = Order.of(head.get(1)).orElse(null);
    if (!version || order == null) {
      throw new IOException("what was said at the local socket is no order");
    }
    return order;
  }

  private static int length(ByteBuffer head, Order order) throws IOException {
    int length = head.getShort(2) & 0xffff;
    if (length > Frames.MAX_SECRET || order.withSecret() != (length > 0)) {
      throw new IOException("what was said with an order is too long, or should not be there");
    }
    return length;
  }

  private void answer(SocketChannel channel, Order order, byte[] secret) throws IOException {
    try {
      tell(channel, true, operator.carryOut(order, secret));
    } catch (Operator.Refusal refusal) {
      tell(channel, false, Map.of("message", String.valueOf(refusal.getMessage())));
    }
  }

  private static void tell(SocketChannel channel, boolean done, Map<String, Object> answer)
      throws IOException {
    byte[] json = JSON.writeValueAsBytes(answer);
    if (json.length > Frames.MAX_ANSWER) {
      throw new IOException("the answer is too long");
    }
    ByteBuffer frame =
        ByteBuffer.allocate(Frames.ANSWER_HEAD + json.length)
            .put((byte) (done ? 1 : 0))
            .putShort((short) json.length)
            .put(json)
            .flip();
    Frames.write(channel, frame);
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }

  /** Closes a channel when its time is over, which ends a read that waits. */
  private static final class Watch {
    private final Thread thread;

    private Watch(Thread thread) {
      this.thread = thread;
    }

    static Watch over(SocketChannel channel, long seconds) {
      return new Watch(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  TimeUnit.SECONDS.sleep(seconds);
                  channel.close();
                } catch (InterruptedException | IOException e) {
                  LOG.debug("a speaker was in time, or had gone");
                }
              }));
    }

    void end() {
      thread.interrupt();
    }
  }
}
