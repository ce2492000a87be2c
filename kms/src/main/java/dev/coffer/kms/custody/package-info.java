/**
 * Custody of the store root key, the one key that opens all others.
 *
 * <p>This room knows how the root key is wrapped, by whom, and how a secret becomes a key. It must
 * not know what the keys under the root key are for. The root key lives in {@link
 * dev.coffer.kms.custody.StoreRootKey} and never leaves it; on the disk it exists wrapped only.
 * Source: docs/formats/root-key-file-v1.md.
 */
package dev.coffer.kms.custody;
