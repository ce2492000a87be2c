package dev.coffer.server.config;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.iam.admin.AccountOperations;
import dev.coffer.iam.admin.Explanation;
import dev.coffer.iam.api.Iam;
import dev.coffer.iam.auth.Credentials;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.iam.sts.RoleAssumption;
import dev.coffer.iam.sts.UserSessions;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.server.gateway.BucketResources;
import dev.coffer.server.gateway.Protections;
import dev.coffer.server.table.AdminTable;
import dev.coffer.server.table.IamTable;
import dev.coffer.server.table.KmsTable;
import dev.coffer.server.table.RpcTable;
import dev.coffer.server.table.StsTable;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.SystemKeys;
import java.util.List;

/**
 * Who may call: accounts with their keys, users and roles, sessions; and the operations on them.
 */
record Callers(
    Rooms.Ground ground,
    Accounts accounts,
    AccessKeys keys,
    Identities identities,
    SessionTokens tokens,
    DirectorySessionTokens bucketTokens,
    Iam iam) {
  private static final String SECRETS = "access-key-secrets";
  private static final String TOKENS = "session-tokens";
  private static final String BUCKET_TOKENS = "directory-session-tokens";

  /** Over the system's index, which exists; what must be closed is kept in {@code opened}. */
  static Callers open(Rooms.Ground ground, RootKey root, KvStore kv, Opened opened) {
    Bytes installation = root.key().installationId();
    var systemKeys = new SystemKeys(kv, root.key(), ground.entropy());
    WrappingKey secrets = opened.keep(systemKeys.require(SECRETS));
    WrappingKey sealing = opened.keep(systemKeys.require(TOKENS));
    WrappingKey sealingOfBuckets = opened.keep(systemKeys.require(BUCKET_TOKENS));
    var seal = new SecretSeal(secrets, installation, ground.entropy());
    return new Callers(
        ground,
        new Accounts(kv, SystemKeys.INDEX),
        new AccessKeys(kv, SystemKeys.INDEX, seal),
        new Identities(kv, SystemKeys.INDEX, ground.entropy()),
        new SessionTokens(sealing, installation, ground.entropy()),
        new DirectorySessionTokens(sealingOfBuckets, installation, ground.entropy()),
        Iam.on(kv, SystemKeys.INDEX, seal, ground.clock()));
  }

  Credentials credentials() {
    return new Credentials(keys, accounts, tokens, bucketTokens, identities, ground.clock());
  }

  /** Makes the credentials of sessions of directory buckets. */
  DirectorySessions directorySessions() {
    var generator = new AccessKeyGenerator(ground.entropy());
    return new DirectorySessions(bucketTokens, generator, ground.clock());
  }

  /** What is served by name. */
  List<RpcTable> tables(Store store, Protections protections, KeyOperations kms) {
    var generator = new AccessKeyGenerator(ground.entropy());
    var roles = new RoleAssumption(identities, accounts, tokens, generator, ground.clock());
    var users = new UserSessions(tokens, generator, ground.clock());
    var operations =
        new AccountOperations(
            accounts,
            keys,
            identities,
            List.of(store.bucketListing()::ownsAny, kms.resources()::ownsAny),
            ground.entropy());
    var explanation =
        new Explanation(
            accounts, identities, List.of(new BucketResources(protections), kms.resources()));
    return List.of(
        IamTable.of(iam),
        StsTable.of(roles, users),
        KmsTable.of(kms),
        AdminTable.of(operations, explanation, store.encryptionReports(kms.states())));
  }
}
