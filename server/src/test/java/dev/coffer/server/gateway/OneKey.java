package dev.coffer.server.gateway;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Credentials;
import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import java.time.InstantSource;

/** An installation in memory whose only access key is the one given. */
final class OneKey {
  private static final Index SYSTEM = new Index("system");

  private OneKey() {}

  /** Of every installation in memory here. */
  static DirectorySessionTokens bucketTokens(Entropy entropy) {
    var secrets = new WrappingKey(Secret.of(new byte[32]));
    return new DirectorySessionTokens(secrets, Bytes.of(new byte[16]), entropy);
  }

  static Authenticator authenticator(
      AccessKey key, String region, InstantSource clock, Entropy entropy) {
    var kv = new MemoryKv();
    kv.create(SYSTEM);
    var accounts = new Accounts(kv, SYSTEM);
    accounts.add(key.account());
    var secrets = new WrappingKey(Secret.of(new byte[32]));
    Bytes installation = Bytes.of(new byte[16]);
    var keys = new AccessKeys(kv, SYSTEM, new SecretSeal(secrets, installation, entropy));
    keys.put(key);
    var tokens = new SessionTokens(secrets, installation, entropy);
    var identities = new Identities(kv, SYSTEM, entropy);
    return new Authenticator(
        new Credentials(keys, accounts, tokens, bucketTokens(entropy), identities, clock),
        region,
        clock);
  }
}
