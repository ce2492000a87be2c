package dev.coffer.kms.access;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * All that the key service is given.
 *
 * @param index an index that exists; groups that begin with {@code kms-} are the key service's
 * @param root wraps key material
 * @param stores wrap the material of keys that were made in them
 * @param records seals rows; a key of this purpose alone
 * @param tokens seals import and grant tokens; a key of this purpose alone
 * @param names names key material; a key of this purpose alone
 * @param region in every ARN
 * @param principalExists whether an ARN, or an account id, is that of a principal here
 */
public record Foundation(
    KvStore store,
    Index index,
    StoreRootKey root,
    CustomKeyStores stores,
    WrappingKey records,
    WrappingKey tokens,
    MaterialNames names,
    String region,
    InstantSource clock,
    Entropy entropy,
    AuditTrail trail,
    Quotas quotas,
    Predicate<String> principalExists,
    KeyUses uses,
    KeyChanges changes) {}
