package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;

/**
 * A key as it was read.
 *
 * @param head its first row, by which a change knows whether somebody else was faster
 */
public record StoredKey(KmsKey key, Bytes head) {}
