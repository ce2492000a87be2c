package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.Binding;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.CustodyException.Reason;
import dev.coffer.kms.custody.KeyCustody;
import dev.coffer.kms.custody.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of a key custody, kept by a second Coffer that is killed, stopped and restarted. */
class CofferCustodyTest {
  private static final Bytes INSTALLATION = Bytes.of(new byte[16]);
  private static final Bytes OTHER =
      Bytes.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  private static final int BIT_STEP = 5;

  @TempDir Path folder;

  private final Entropy entropy = new Random(91)::nextBytes;
  private final Secret secret = Secret.random(entropy, 32);
  private int port;
  private @Nullable Process server;
  private Path credentials;
  private String key;

  @BeforeEach
  void start() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    credentials = folder.resolve("kms.env");
    try (var first = StartedServer.over(folder.resolve("data"))) {
      key = KmsCalls.of(first).createKey("{}");
      writeCredentials(first.accessKeyId(), first.secretAccessKey());
    }
    restart();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) {
      kill();
    }
  }

  private void writeCredentials(String id, String secretKey) throws IOException {
    Files.writeString(
        credentials, "AWS_ACCESS_KEY_ID=%s\nAWS_SECRET_ACCESS_KEY=%s\n".formatted(id, secretKey));
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
  }

  /** Always on the same port, as a server of others is. */
  private void restart() throws IOException, InterruptedException {
    Path ready = folder.resolve("ready.json");
    Path log = folder.resolve("log");
    Files.deleteIfExists(ready);
    var command = new ArrayList<>(StartedServer.command(folder.resolve("data")));
    command.addAll(List.of("--listen", "127.0.0.1:" + port, "--ready-file", ready.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    server = builder.redirectOutput(log.toFile()).start();
    for (int i = 0; i < 3000 && !Files.exists(ready); i++) {
      assertThat(server().isAlive()).as(Files.readString(log)).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(ready).exists();
  }

  private Process server() {
    return Objects.requireNonNull(server);
  }

  private void kill() throws InterruptedException {
    server().destroyForcibly().waitFor();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(server().pid())).start().waitFor();
  }

  private KeyCustody client(String keyId) {
    return new Surroundings(InstantSource.system(), entropy)
        .open(
            "aws-kms",
            Map.of(
                "endpoint",
                "http://127.0.0.1:" + port,
                "region",
                "us-east-1",
                "key",
                keyId,
                "credentials-file",
                credentials.toString()));
  }

  private static Binding at(String place, int version) {
    return new Binding(INSTALLATION, place, version);
  }

  private void requireGivesBack(KeyCustody custody, Bytes wrapped) {
    try (Secret back = custody.unwrap(wrapped, at("a", 1))) {
      assertThat(back.sameAs(secret)).isTrue();
    }
  }

  private void requireGivesBackSoon(KeyCustody custody, Bytes wrapped) throws InterruptedException {
    soon(() -> {
      requireGivesBack(custody, wrapped);
      return wrapped;
    });
  }

  private Bytes wrapSoon(KeyCustody custody) throws InterruptedException {
    return soon(() -> custody.wrap(secret, at("a", 1)));
  }

  /** After an outage a client leaves its server alone for ten seconds; a start may be slow. */
  private static Bytes soon(Supplier<Bytes> work) throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      try {
        return work.get();
      } catch (CustodyException e) {
        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
        TimeUnit.SECONDS.sleep(1);
      }
    }
    return work.get();
  }

  private static void requireReason(Reason reason, Runnable work) {
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(work::run)
        .extracting(CustodyException::reason)
        .isEqualTo(reason);
  }

  @Test
  void whatIsWrappedUnwrapsAtItsPlaceAlone() throws Exception {
    try (KeyCustody custody = client(key)) {
      Bytes wrapped = wrapSoon(custody);
      custody.probe();
      requireGivesBack(custody, wrapped);
      requireReason(Reason.NOT_AUTHENTIC, () -> custody.unwrap(wrapped, at("b", 1)).close());
      requireReason(Reason.NOT_AUTHENTIC, () -> custody.unwrap(wrapped, at("a", 2)).close());
      requireReason(
          Reason.NOT_AUTHENTIC, () -> custody.unwrap(wrapped, new Binding(OTHER, "a", 1)).close());
      for (int bit = 0; bit < wrapped.sizeBytes() * Byte.SIZE; bit += BIT_STEP) {
        byte[] changed = wrapped.toArray();
        changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        requireReason(
            Reason.NOT_AUTHENTIC, () -> custody.unwrap(Bytes.of(changed), at("a", 1)).close());
      }
    }
  }

  @Test
  void anUnknownKeyAndWrongCredentialsAreToldApart() throws Exception {
    Bytes wrapped;
    try (KeyCustody custody = client(key)) {
      wrapped = wrapSoon(custody);
    }
    try (KeyCustody without = client("1234abcd-12ab-34cd-56ef-1234567890ab")) {
      requireReason(Reason.NO_SUCH_KEY, without::probe);
      requireReason(Reason.NO_SUCH_KEY, () -> without.wrap(secret, at("a", 1)));
      requireReason(Reason.NO_SUCH_KEY, () -> without.unwrap(wrapped, at("a", 1)).close());
    }
    writeCredentials("AKIAAAAAAAAAAAAAAAAA", "a-secret-that-nobody-has-given-out-0001");
    try (KeyCustody stranger = client(key)) {
      requireReason(Reason.REFUSED, () -> stranger.unwrap(wrapped, at("a", 1)).close());
    }
  }

  @Test
  void aKillBetweenWrappingAndUnwrappingLosesNothing() throws Exception {
    try (KeyCustody custody = client(key)) {
      Bytes wrapped = wrapSoon(custody);
      kill();
      requireReason(Reason.UNREACHABLE, () -> custody.unwrap(wrapped, at("a", 1)).close());
      restart();
      requireGivesBackSoon(custody, wrapped);
    }
  }

  /** A call during the kill may fail as unreachable, and in no other way. */
  @Test
  void killsInTheMiddleLoseNothing() throws Exception {
    try (KeyCustody custody = client(key)) {
      Bytes wrapped = wrapSoon(custody);
      for (int round = 0; round < 2; round++) {
        var killer =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    TimeUnit.MILLISECONDS.sleep(30);
                    kill();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        for (int call = 0; call < 40; call++) {
          try {
            requireGivesBack(custody, wrapped);
          } catch (CustodyException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
          }
        }
        killer.join();
        restart();
        requireGivesBackSoon(custody, wrapped);
      }
    }
  }

  @Test
  void aServerThatHangsIsUnreachableInTimeAndUsedAgain() throws Exception {
    try (KeyCustody custody = client(key)) {
      Bytes wrapped = wrapSoon(custody);
      signal("STOP");
      requireReason(Reason.UNREACHABLE, () -> custody.unwrap(wrapped, at("a", 1)).close());
      signal("CONT");
      requireGivesBackSoon(custody, wrapped);
    }
  }
}
