/**
 * Tags of objects and buckets: what they may be, how they are stored.
 *
 * <p>This room knows the words of requests and the fields of rows. It knows no bucket and no
 * object: whoever keeps tags seals them with the rest of the row, since they are a user's data.
 */
package dev.coffer.store.tag;
