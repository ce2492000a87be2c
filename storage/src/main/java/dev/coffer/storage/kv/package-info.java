/**
 * Ordered keys: one contract, {@link dev.coffer.storage.kv.KvStore}, and its engines.
 *
 * <p>A commit is confined to one group of one index, may end with an unknown outcome, and a scan is
 * no snapshot. The contract is as narrow as the strictest engine (a cluster of sharded indexes), so
 * that no caller comes to rely on what an embedded engine happens to give. The room knows no S3:
 * the meaning of groups, suffixes and values belongs to the callers. It must not see plaintext of
 * objects.
 */
package dev.coffer.storage.kv;
