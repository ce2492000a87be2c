package dev.coffer.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives orders at the local socket of a running server. */
public final class ControlClient {
  private ControlClient() {}

  /**
   * What the server said.
   *
   * @param done whether the order was carried out; else {@code said} has a {@code message}
   */
  public record Answer(boolean done, JsonNode said) {}

  /**
   * Gives an order and waits for the answer, which takes seconds where a passphrase is stretched.
   *
   * @param secret sent as it is; empty where the order has none
   * @throws IOException when no server listens there
   */
  public static Answer give(Path dataFolder, Order order, byte[] secret) throws IOException {
    if (secret.length > Frames.MAX_SECRET) {
      throw new IOException("a secret has at most " + Frames.MAX_SECRET + " bytes");
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(ControlSocket.in(dataFolder)));
      ByteBuffer frame =
          ByteBuffer.allocate(Frames.ORDER_HEAD + secret.length)
              .put((byte) Frames.VERSION)
              .put((byte) order.code())
              .putShort((short) secret.length)
              .put(secret)
              .flip();
      Frames.write(channel, frame);
      ByteBuffer head = Frames.read(channel, Frames.ANSWER_HEAD);
      boolean done = head.get() == 1;
      int length = head.getShort() & 0xffff;
      byte[] json = Frames.read(channel, length).array();
      return new Answer(done, new JsonMapper().readTree(json));
    } catch (IllegalArgumentException e) {
      throw new IOException("the path of the local socket is too long", e);
    }
  }
}
