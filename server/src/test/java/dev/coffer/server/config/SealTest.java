package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.ControlSocket;
import dev.coffer.server.control.Order;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A store that is sealed and unsealed while its server runs. */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
class SealTest {
  private static final byte[] NOTHING = new byte[0];

  @TempDir private Path folder;
  private Path data = Path.of("unset");
  private String recovery = "";
  private List<String> shares = List.of();

  /** Slots: key file (taken away), recovery key, two shares of three. */
  @BeforeEach
  void foundAStore() throws IOException {
    data = folder.resolve("data");
    Path keys = data.resolve("keys");
    House.build(options(null)).close();
    var keyFile = new UnlockSecret.KeyFile(keys.resolve("root.key"));
    try (StoreRootKey root = RootKeyFile.open(keys, keyFile)) {
      recovery =
          RootKeyFile.addSlot(keys, root, new FirstSecret.Recovery(), Entropy.system())
              .shown()
              .getFirst();
      shares =
          RootKeyFile.addSlot(keys, root, new FirstSecret.Shares(2, 3), Entropy.system()).shown();
    }
    Files.move(keys.resolve("root.key"), folder.resolve("moved.key"));
  }

  private ServerOptions options(Path keyFile) {
    return new ServerOptions(
        data,
        new HostPort(InetAddress.getLoopbackAddress(), 0),
        new ServerOptions.TlsOptions(null, null, null, false),
        new ServerOptions.Buckets("us-east-1", Profile.YEAR_2026, List.of(), Sse.Kms.DEFAULT_LIFE),
        new ServerOptions.Secrets(null, null, keyFile),
        folder.resolve("ready.json"),
        false);
  }

  private ControlClient.Answer give(Order order, String secret) throws IOException {
    return ControlClient.give(data, order, secret.getBytes(StandardCharsets.UTF_8));
  }

  private String state() throws IOException {
    return ControlClient.give(data, Order.STATUS, NOTHING).said().get("state").asString();
  }

  private URI http() throws IOException {
    JsonNode ready = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("ready.json")));
    return URI.create(ready.get("http").asString());
  }

  private static int status(URI http, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(http.resolve(path)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void withoutASecretItStartsSealedAndSharesUnsealIt() throws Exception {
    Files.delete(folder.resolve("ready.json"));
    try (House house = House.build(options(null))) {
      assertThat(house).isNotNull();
      assertThat(state()).isEqualTo("sealed");
      assertThat(folder.resolve("ready.json")).doesNotExist();
      assertThat(data.resolve("keys/root.key")).doesNotExist();
      var first = give(Order.UNSEAL_BY_SHARE, shares.get(2));
      assertThat(first.done()).isTrue();
      assertThat(first.said().get("sharesNeeded").asInt()).isEqualTo(2);
      assertThat(give(Order.UNSEAL_BY_SHARE, shares.get(2)).done()).isFalse();
      var second = give(Order.UNSEAL_BY_SHARE, shares.get(0));
      assertThat(second.said().get("state").asString()).isEqualTo("unsealed");
      assertThat(status(http(), "/_coffer/health/ready")).isEqualTo(200);
      assertThat(status(http(), "/")).isEqualTo(403);
    }
  }

  @Test
  void sealingAndUnsealingAgainAndAgain() throws Exception {
    try (House house = House.build(options(folder.resolve("moved.key")))) {
      assertThat(house).isNotNull();
      URI http = http();
      for (int round = 0; round < 3; round++) {
        assertThat(state()).isEqualTo("unsealed");
        assertThat(status(http, "/")).isEqualTo(403);
        assertThat(ControlClient.give(data, Order.SEAL, NOTHING).done()).isTrue();
        assertThat(ControlClient.give(data, Order.SEAL, NOTHING).done()).isFalse();
        assertThat(status(http, "/")).isEqualTo(503);
        assertThat(status(http, "/_coffer/health/ready")).isEqualTo(503);
        assertThat(status(http, "/_coffer/health/live")).isEqualTo(200);
        assertThat(give(Order.UNSEAL_BY_RECOVERY_KEY, "7" + recovery.substring(1)).done())
            .isEqualTo(recovery.startsWith("7"));
        if (state().equals("sealed")) {
          assertThat(give(Order.UNSEAL_BY_RECOVERY_KEY, recovery).done()).isTrue();
        }
        assertThat(http()).isEqualTo(http);
      }
    }
  }

  @Test
  void aMovedKeyFileUnsealsToo() throws Exception {
    try (House house = House.build(options(null))) {
      assertThat(house).isNotNull();
      String moved = folder.resolve("moved.key").toString();
      assertThat(give(Order.UNSEAL_BY_KEY_FILE, moved + "x").said().get("message").asString())
          .startsWith("MISSING");
      assertThat(give(Order.UNSEAL_BY_PASSPHRASE, "a guess").said().get("message").asString())
          .startsWith("WRONG_SECRET");
      assertThat(give(Order.UNSEAL_BY_KEY_FILE, moved).done()).isTrue();
      assertThat(give(Order.UNSEAL_BY_KEY_FILE, moved).done()).isFalse();
    }
  }

  @Test
  void theSocketIsTheOwnersAloneAndGoesWithTheServer() throws IOException {
    try (House house = House.build(options(null))) {
      assertThat(house).isNotNull();
      assertThat(mode(ControlSocket.in(data))).isEqualTo("rw-------");
      assertThat(mode(data.resolve("run"))).isEqualTo("rwx------");
    }
    assertThat(ControlSocket.in(data)).doesNotExist();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** Version, order, length: each wrong in turn; nothing is answered and the server goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"02010000", "01000000", "01630000", "0101000141", "01040000", "0104ffff"})
  void whatIsNoOrderIsNotAnswered(String hex) throws IOException {
    try (House house = House.build(options(null))) {
      assertThat(house).isNotNull();
      try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(ControlSocket.in(data)))) {
        channel.write(ByteBuffer.wrap(java.util.HexFormat.of().parseHex(hex)));
        assertThat(answered(channel)).isFalse();
      }
      assertThat(state()).isEqualTo("sealed");
    }
  }

  /** Closed or reset, as the unread bytes will have it. */
  private static boolean answered(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1)) > 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void manySpeakersWhoSayNothingDoNotShutOutTheOwner() throws IOException {
    Function<Path, SocketChannel> silent =
        path -> {
          try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    try (House house = House.build(options(null));
        SocketChannel _ = silent.apply(ControlSocket.in(data));
        SocketChannel _ = silent.apply(ControlSocket.in(data))) {
      assertThat(house).isNotNull();
      assertThat(state()).isEqualTo("sealed");
    }
  }
}
