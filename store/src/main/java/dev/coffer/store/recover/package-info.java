/**
 * Opens a store's objects from its rows, its blobs and the root key alone.
 *
 * <p>This room knows which key opens which version, and finds that key below the root key. It asks
 * no policy and no key service, and it changes nothing. It must not know where the plaintext goes.
 * Source: spec/sealed-formats.md §1; docs/guide/recover.md.
 */
package dev.coffer.store.recover;
