/**
 * How many versions lie under which key: what a version is counted as, the counters of a bucket,
 * and the hints that name them.
 *
 * <p>The room knows the key store and the envelope. It must not know rows of versions, buckets or
 * requests: {@code store.object} says what changed, {@code store.report} asks what there is.
 */
package dev.coffer.store.tally;
