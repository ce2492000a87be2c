package dev.coffer.server.config;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.server.control.ControlSocket;
import dev.coffer.server.gateway.Answers;
import dev.coffer.server.gateway.Door;
import dev.coffer.server.listener.Endpoint;
import dev.coffer.server.listener.Limits;
import dev.coffer.server.listener.Listener;
import dev.coffer.storage.StorageFailure;
import dev.coffer.wire.s3.Domains;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server: what is there also while the store is sealed (data folder, listener, health,
 * local socket), and the {@link Custodian} of the rest.
 *
 * <p>Drains on SIGTERM: no new connections, running requests get {@link #PATIENCE}, then the stores
 * are closed and the process ends with status 0.
 */
final class House implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(House.class);

  private final Opened opened = new Opened();
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private House() {}

  /** Opens everything, top-down, and serves. */
  static House build(ServerOptions options) {
    House house = new House();
    boolean built = false;
    try {
      house.open(options);
      built = true;
      return house;
    } catch (IOException | StorageFailure e) {
      throw new StartFailure(
          ExitCode.CANNOT_CREATE, "the server cannot start: " + e.getMessage(), e);
    } catch (NotAuthentic e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "the root key opens its file and not this store: root.json is older than the last"
              + " rotation, or of another installation, or the store's rows were changed; put the"
              + " right file back. Nothing was changed",
          e);
    } catch (CustodyException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "the root key file cannot be used: " + e.getMessage(), e);
    } finally {
      if (!built) {
        house.close();
      }
    }
  }

  private void open(ServerOptions options) throws IOException {
    InstantSource clock = InstantSource.system();
    Entropy entropy = Entropy.system();
    DataFolder folder = opened.keep(DataFolder.take(options.data()));
    folder.requireHardLinks();
    var firstRun = new RootAccess.FirstRun(folder.firstRun(), mayGenerate(options));
    if (!RootKeyFile.exists(folder.keys()) && !firstRun.mayGenerate() && !credentialsGiven()) {
      throw RootAccess.reachable(); // before anything is made that would be shown once
    }
    Optional<RootKey> root =
        RootKey.find(folder, options.secrets(), new Surroundings(clock, entropy));
    root.ifPresent(found -> opened.keep(found.key())); // closing it twice does nothing

    Domains domains = domains(options.buckets().domains());
    var answers = new Answers(entropy, clock);
    String installation = RootKeyFile.describe(folder.keys()).installationId().toString();
    var door = new Door(domains, answers, installation);
    var ground =
        new Rooms.Ground(
            folder,
            options.buckets(),
            options.requests(),
            domains,
            firstRun,
            answers,
            options.auditOnFailure(),
            clock,
            entropy);
    Certificates.Found certificate = certificate(options, folder, clock, entropy);
    var listening = new Listener.Settings(Limits.DEFAULT, !options.tls().strict());
    Listener listener = Listener.open(endpoints(options, certificate), listening, door);
    var announcer = new Announcer(options, ground, listener.addresses(), certificate);
    var custodian = new Custodian(ground, door, announcer);
    opened.keep(custodian);
    opened.keep(() -> listener.close(PATIENCE));
    boolean controlled = listen(folder, custodian, root.isPresent());
    if (root.isPresent()) {
      custodian.begin(root.get());
    } else {
      announcer.sealed();
    }
    LOG.info("{}", controlled ? "the local socket listens" : "there is no local socket");
  }

  /** Without its socket a sealed server could never be unsealed; an unsealed one serves. */
  private boolean listen(DataFolder folder, Custodian custodian, boolean unsealed)
      throws IOException {
    try {
      opened.keep(ControlSocket.open(folder.root(), custodian));
      return true;
    } catch (IOException e) {
      if (!unsealed) {
        throw e;
      }
      LOG.warn("seal, unseal and status are not to be had: {}", e.getMessage());
      return false;
    }
  }

  /** Waits until the process is told to end, which closes the house. */
  void serveUntilTold() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "shutdown"));
    told.await();
    closed.await();
  }

  /** The JVM would end with the signal's number; a drained server ends with 0. */
  private void shutDown() {
    told.countDown();
    close();
    Runtime.getRuntime().halt(ExitCode.OK);
  }

  @Override
  public void close() {
    opened.close();
    closed.countDown();
  }

  private static boolean mayGenerate(ServerOptions options) {
    HostPort tls = options.tls().listen();
    boolean local = options.listen().loopback() && (tls == null || tls.loopback());
    return local || options.iKnow();
  }

  private static boolean credentialsGiven() {
    return System.getenv("AWS_ACCESS_KEY_ID") != null;
  }

  private static Certificates.@Nullable Found certificate(
      ServerOptions options, DataFolder folder, InstantSource clock, Entropy entropy)
      throws IOException {
    HostPort listen = options.tls().listen();
    if (listen == null) {
      return null;
    }
    Path chain = options.tls().certificate();
    Path key = options.tls().key();
    return chain != null && key != null
        ? new Certificates.Found(new Endpoint.Certificate(chain, key), null)
        : new Certificates(folder.tls(), clock, entropy).require(listen.address());
  }

  private static List<Endpoint> endpoints(
      ServerOptions options, Certificates.@Nullable Found certificate) {
    var endpoints = new ArrayList<Endpoint>();
    endpoints.add(new Endpoint(options.listen().socket(), null));
    HostPort tls = options.tls().listen();
    if (tls != null && certificate != null) {
      endpoints.add(new Endpoint(tls.socket(), certificate.certificate()));
    }
    return endpoints;
  }

  private static Domains domains(List<String> more) {
    var domains = new ArrayList<String>();
    domains.add("localhost");
    domains.addAll(more);
    return new Domains(domains);
  }

  static String url(String scheme, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String name = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
    return scheme
        + "://"
        + (name.contains(":") ? "[" + name + "]" : name)
        + ":"
        + address.getPort();
  }
}
