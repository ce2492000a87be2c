/**
 * Buckets: their rows, their configuration and the keys that belong to them.
 *
 * <p>This room knows names, owners, versioning and default encryption, and wraps each bucket's keys
 * under the root key. It must not know objects: what lies in a bucket's index is the business of
 * {@code store.object}.
 */
package dev.coffer.store.bucket;
