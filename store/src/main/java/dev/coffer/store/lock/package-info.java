/**
 * Object Lock as values: what a version and a bucket may have, in requests and in rows.
 *
 * <p>This room knows what the words mean and which changes are allowed. It keeps nothing and knows
 * no bucket and no object.
 */
package dev.coffer.store.lock;
