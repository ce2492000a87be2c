/**
 * Objects: rows, versions, bodies and the operations on them.
 *
 * <p>This room conducts: it asks {@code bucket} for the bucket, {@code sse} for the key and the
 * storage for rows and blobs; none of them calls back. Each change is one commit in the group of
 * one object key. It must not see key bytes, and it hands plaintext to nobody but the caller.
 */
package dev.coffer.store.object;
