package dev.coffer.kms.audit;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What logs stand on.
 *
 * @param folder of the files; made when it is not there
 * @param index an index that exists; the group {@code audit-log} is the logs'
 * @param key of the purpose of logs alone; whoever made it closes it after the logs
 * @param installation what chains are bound to
 */
public record LogGround(
    Path folder,
    KvStore store,
    Index index,
    MacKey key,
    Bytes installation,
    InstantSource clock,
    Alarm alarm) {
  Chain chain(String stream) {
    return new Chain(key, installation, stream);
  }

  HeadRow head(String stream) {
    return new HeadRow(store, index, chain(stream));
  }
}
