package dev.coffer.server.config;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.admin.AccountOperations;
import dev.coffer.iam.admin.Explanation;
import dev.coffer.iam.api.Iam;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Credentials;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.iam.sts.RoleAssumption;
import dev.coffer.iam.sts.UserSessions;
import dev.coffer.kms.custody.Rotation;
import dev.coffer.server.gateway.Answers;
import dev.coffer.server.gateway.BucketResources;
import dev.coffer.server.gateway.Gateway;
import dev.coffer.server.gateway.RpcPath;
import dev.coffer.server.gateway.S3Authorization;
import dev.coffer.server.gateway.S3Path;
import dev.coffer.server.gateway.StoreProtections;
import dev.coffer.server.table.AdminTable;
import dev.coffer.server.table.IamTable;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.StsTable;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.RootKeyRows;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.SystemKeys;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.s3.Domains;
import java.io.IOException;
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
  private static final String SECRETS = "access-key-secrets";
  private static final String TOKENS = "session-tokens";

  private final Opened opened;
  private final Store store;
  private final Gateway gateway;
  private final RootKey root;
  private final RootAccess.Found access;

  private Rooms(
      Opened opened, Store store, Gateway gateway, RootKey root, RootAccess.Found access) {
    this.opened = opened;
    this.store = store;
    this.gateway = gateway;
    this.root = root;
    this.access = access;
  }

  /**
   * What rooms are built from, over and over.
   *
   * @param domains whose subdomains are buckets
   */
  record Ground(
      DataFolder folder,
      ServerOptions.Buckets buckets,
      Domains domains,
      RootAccess.FirstRun firstRun,
      Answers answers,
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
    folder.makeMeta();
    KvStore kv = opened.keep(RocksKv.open(folder.meta()));
    BlobStore blobs = opened.keep(FileBlobs.open(folder.blobs()));
    kv.create(SystemKeys.INDEX);
    completeRotation(ground, root, kv);

    var systemKeys = new SystemKeys(kv, root.key(), entropy);
    WrappingKey secrets = opened.keep(systemKeys.require(SECRETS));
    var seal = new SecretSeal(secrets, root.key().installationId(), entropy);
    var keys = new AccessKeys(kv, SystemKeys.INDEX, seal);
    WrappingKey tokenKey = opened.keep(systemKeys.require(TOKENS));
    var tokens = new SessionTokens(tokenKey, root.key().installationId(), entropy);
    var accounts = new Accounts(kv, SystemKeys.INDEX);
    var identities = new Identities(kv, SystemKeys.INDEX, entropy);
    var credentials = new Credentials(keys, accounts, tokens, identities, ground.clock());
    var rootAccess = new RootAccess(kv, SystemKeys.INDEX, keys, entropy, ground.firstRun());
    RootAccess.Found access = rootAccess.require(System.getenv());

    ServerOptions.Buckets buckets = ground.buckets();
    var settings = new BucketSettings(buckets.region(), buckets.profile());
    Store store =
        opened.keep(
            Store.open(
                kv,
                blobs,
                root.key(),
                settings,
                identities::principalExists,
                ground.clock(),
                entropy));
    var authenticator = new Authenticator(credentials, buckets.region(), ground.clock());
    var s3 =
        new S3Path(
            new Router(Model.s3()),
            ground.domains(),
            authenticator,
            new S3Table(store),
            new S3Authorization(new StoreProtections(store), ground.clock(), buckets.region()));
    var generator = new AccessKeyGenerator(entropy);
    var roles = new RoleAssumption(identities, accounts, tokens, generator, ground.clock());
    var sessions = new UserSessions(tokens, generator, ground.clock());
    var administered =
        new AccountOperations(
            accounts, keys, identities, List.of(store.bucketListing()::ownsAny), entropy);
    var explanation =
        new Explanation(
            accounts, identities, List.of(new BucketResources(new StoreProtections(store))));
    List<RpcTable> tables =
        List.of(
            IamTable.of(Iam.on(kv, SystemKeys.INDEX, seal, ground.clock())),
            StsTable.of(roles, sessions),
            AdminTable.of(administered, explanation));
    var rpc = new RpcPath(authenticator, tables, buckets.region());
    var gateway = new Gateway(ground.domains(), s3, rpc, ground.answers());
    return new Rooms(opened, store, gateway, root, access);
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

  void startJobs() {
    store.startJobs();
  }

  @Override
  public void close() {
    opened.close();
  }
}
