package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.ScopeRegions;
import dev.coffer.kms.audit.OnFailure;
import dev.coffer.kms.custody.Rotation;
import dev.coffer.server.gateway.Answers;
import dev.coffer.server.gateway.ControlPath;
import dev.coffer.server.gateway.Gateway;
import dev.coffer.server.gateway.RpcPath;
import dev.coffer.server.gateway.S3Authorization;
import dev.coffer.server.gateway.S3Path;
import dev.coffer.server.gateway.StoreProtections;
import dev.coffer.server.table.ControlTable;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.RootKeyRows;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.store.event.Courier;
import dev.coffer.store.event.Telling;
import dev.coffer.store.event.Webhooks;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.s3.Domains;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is there only while the store is unsealed: the stores, the keys below the root key, the
 * gateway.
 *
 * <p>Closing ends the jobs, zeroes the root key and the keys that are kept open below it, and
 * closes the stores. The rest of what was derived from them is garbage then.
 */
final class Rooms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

  private final Opened opened;
  private final AuditLogs logs;
  private final Store store;
  private final KeyRoom keys;
  private final Gateway gateway;
  private final RootKey root;
  private final RootAccess.Found access;

  private Rooms(
      Opened opened,
      AuditLogs logs,
      Store store,
      KeyRoom keys,
      Gateway gateway,
      RootKey root,
      RootAccess.Found access) {
    this.opened = opened;
    this.logs = logs;
    this.store = store;
    this.keys = keys;
    this.gateway = gateway;
    this.root = root;
    this.access = access;
  }

  /**
   * What rooms are built from, over and over.
   *
   * @param domains whose subdomains are buckets
   * @param requests which requests are taken
   * @param auditOnFailure what becomes of key use that cannot be written down
   */
  record Ground(
      DataFolder folder,
      ServerOptions.Buckets buckets,
      ServerOptions.Requests requests,
      Domains domains,
      RootAccess.FirstRun firstRun,
      Answers answers,
      OnFailure auditOnFailure,
      InstantSource clock,
      Entropy entropy) {}

  /** Opens everything under a root key, which is closed with the rooms, or when they fail. */
  static Rooms open(Ground ground, RootKey root) throws IOException {
    Opened opened = new Opened();
    boolean built = false;
    try {
      opened.keep(root.key());
      Rooms rooms = open(ground, root, opened);
      built = true;
      return rooms;
    } finally {
      if (!built) {
        opened.close();
      }
    }
  }

  private static Rooms open(Ground ground, RootKey root, Opened opened) throws IOException {
    DataFolder folder = ground.folder();
    Entropy entropy = ground.entropy();
    KvStore kv = opened.keep(RocksKv.open(folder.rowsToOpenOrBegin()));
    BlobStore blobs = opened.keep(FileBlobs.open(folder.blobs()));
    kv.create(SystemKeys.INDEX);
    completeRotation(ground, root, kv);

    AuditLogs logs = AuditLogs.open(ground, root, kv, opened);
    Callers callers = Callers.open(ground, root, kv, opened);
    var rootAccess =
        new RootAccess(kv, SystemKeys.INDEX, callers.keys(), entropy, ground.firstRun());
    RootAccess.Found access = rootAccess.require(System.getenv());

    KeyRoom keys = KeyRoom.open(ground, root, kv, callers, logs.calls(), opened);
    ServerOptions.Buckets buckets = ground.buckets();
    var settings =
        new BucketSettings(buckets.region(), buckets.profile(), buckets.zones(), buckets.logs());
    var uses = new ObjectLog(logs.objects(), buckets.region(), entropy);
    Webhooks webhooks = buckets.webhooks().open(ground.answers().hostId(), opened);
    var telling = new Telling(webhooks, new Courier(ground.clock(), buckets.region()));
    Store store =
        opened.keep(
            Store.open(
                kv,
                blobs,
                root.key(),
                settings,
                telling,
                callers.identities()::principalExists,
                new Sse.Kms(keys.service(), buckets.region(), buckets.bucketKeyLife(), uses),
                ground.clock(),
                entropy));
    if (buckets.clockAccepted()) {
      store.lockClock().accept();
      store.lifecycleClock().accept();
    }
    keys.changes().register(store.sse().keyChanges());
    keys.countBy(store.keyUses());
    var regions = new ScopeRegions(buckets.region(), ground.requests().acceptedRegions());
    var authenticator = new Authenticator(callers.credentials(), regions, ground.clock());
    var protections = new StoreProtections(store);
    var s3 =
        new S3Path(
            new Router(Model.s3()),
            ground.domains(),
            authenticator,
            new S3Table(store, callers.directorySessions()),
            new S3Authorization(protections, ground.clock(), buckets.region()),
            store.accessLog());
    List<RpcTable> tables = callers.tables(store, protections, keys.operations());
    var rpc = new RpcPath(authenticator, tables, buckets.region());
    var control =
        new ControlPath(
            ground.domains(),
            authenticator,
            new ControlTable(store),
            ground.clock(),
            buckets.region());
    var paths = new Gateway.Paths(s3, rpc, control);
    var gateway = new Gateway(ground.domains(), paths, ground.answers());
    return new Rooms(opened, logs, store, keys, gateway, root, access);
  }

  /** A rotation that broke off is taken up before anything else uses its rows. */
  private static void completeRotation(Ground ground, RootKey root, KvStore kv) {
    if (root.key().rotating()) {
      long keys =
          Rotation.complete(
              ground.folder().keys(), root.key(), RootKeyRows.of(kv, ground.entropy()));
      LOG.info("a rotation of the root key was taken up; {} keys were wrapped anew", keys);
    }
  }

  AuditLogs logs() {
    return logs;
  }

  Gateway gateway() {
    return gateway;
  }

  RootAccess.Found access() {
    return access;
  }

  /** The root key as it is to be announced: at the very first start with its recovery key. */
  RootKey shown(Ground ground) {
    return access.first() ? root.shownOnce(ground.folder().keys(), ground.entropy()) : root;
  }

  /**
   * Lets the jobs run.
   *
   * @param expiration from one pass of expiration to the next
   */
  void startJobs(Duration expiration) {
    store.startJobs(expiration);
    keys.startJobs(opened);
  }

  @Override
  public void close() {
    opened.close();
  }
}
