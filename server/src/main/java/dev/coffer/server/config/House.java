package dev.coffer.server.config;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.server.gateway.Answers;
import dev.coffer.server.gateway.Gateway;
import dev.coffer.server.gateway.RpcPath;
import dev.coffer.server.gateway.S3Path;
import dev.coffer.server.listener.Endpoint;
import dev.coffer.server.listener.Limits;
import dev.coffer.server.listener.Listener;
import dev.coffer.server.table.S3Table;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.s3.Domains;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server: everything that was opened, to be closed in the opposite order.
 *
 * <p>Drains on SIGTERM: no new connections, running requests get {@link #PATIENCE}, then the stores
 * are closed and the process ends with status 0.
 */
final class House implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(House.class);
  private static final String SECRETS = "access-key-secrets";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
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
    } finally {
      if (!built) {
        house.close();
      }
    }
  }

  private void open(ServerOptions options) throws IOException {
    InstantSource clock = InstantSource.system();
    Entropy entropy = Entropy.system();
    DataFolder folder = keep(DataFolder.take(options.data()));
    var firstRun = new RootAccess.FirstRun(folder.firstRun(), mayGenerate(options));
    if (!RootKeyFile.exists(folder.keys()) && !firstRun.mayGenerate() && !credentialsGiven()) {
      throw RootAccess.reachable(); // before anything is made that would be shown once
    }
    RootKey root =
        RootKey.require(folder, options.passphraseFile(), options.recoveryFile(), entropy);
    keep(root.key());
    folder.makeMeta();
    KvStore kv = keep(RocksKv.open(folder.meta()));
    BlobStore blobs = keep(FileBlobs.open(folder.blobs()));
    kv.create(SystemKeys.INDEX);

    WrappingKey secrets = keep(new SystemKeys(kv, root.key(), entropy).require(SECRETS));
    var seal = new SecretSeal(secrets, root.key().installationId(), entropy);
    var keys = new AccessKeys(kv, SystemKeys.INDEX, seal);
    var rootAccess = new RootAccess(kv, SystemKeys.INDEX, keys, entropy, firstRun);
    RootAccess.Found access = rootAccess.require(System.getenv());

    ServerOptions.Buckets buckets = options.buckets();
    var settings = new BucketSettings(buckets.region(), buckets.profile());
    Store store = keep(Store.open(kv, blobs, root.key(), settings, clock, entropy));
    Domains domains = domains(buckets.domains());
    var authenticator = new Authenticator(keys, buckets.region(), clock);
    var s3 =
        new S3Path(
            new Router(Model.s3()),
            domains,
            authenticator,
            new S3Table(store),
            bucket -> store.buckets().require(bucket).owner());
    var rpc = new RpcPath(authenticator, List.of(), buckets.region());
    var gateway = new Gateway(domains, s3, rpc, new Answers(entropy, clock));

    Certificates.Found certificate = certificate(options, folder, clock, entropy);
    var listening = new Listener.Settings(Limits.DEFAULT, !options.tls().strict());
    Listener listener = Listener.open(endpoints(options, certificate), listening, gateway);
    keep(() -> listener.close(PATIENCE));
    store.startJobs();
    RootKey shown = access.first() ? root.shownOnce(folder.keys(), entropy) : root;
    announce(options, folder, shown, access, listener.addresses(), certificate);
  }

  private void announce(
      ServerOptions options,
      DataFolder folder,
      RootKey root,
      RootAccess.Found access,
      List<InetSocketAddress> addresses,
      Certificates.@Nullable Found certificate) {
    String http = url("http", addresses.get(0));
    String https = addresses.size() > 1 ? url("https", addresses.get(1)) : null;
    Path ca = certificate == null ? null : certificate.ca();
    String region = options.buckets().region();
    System.out.println(new Banner(folder, http, https, ca, region).text(root, access));
    if (options.readyFile() != null) {
      new ReadyFile(http, https, ca, region, access.key()).write(options.readyFile());
    }
    LOG.info("serving on {}{}", http, https == null ? "" : " and " + https);
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
  public synchronized void close() {
    while (!opened.isEmpty()) {
      closeOne(opened.pop());
    }
    closed.countDown();
  }

  // Whatever one of them does, the others must be closed.
  @SuppressWarnings("CatchingUnchecked")
  private static void closeOne(AutoCloseable opened) {
    try {
      opened.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while closing", e);
    } catch (Exception e) {
      LOG.error("cannot close {}", opened.getClass().getSimpleName(), e);
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
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

  private static String url(String scheme, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String name = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
    return scheme
        + "://"
        + (name.contains(":") ? "[" + name + "]" : name)
        + ":"
        + address.getPort();
  }
}
