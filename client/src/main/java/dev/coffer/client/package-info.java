/**
 * A typed client for bucket encryption on Amazon S3, Coffer and whatever else speaks the protocol:
 * {@link dev.coffer.client.CofferClient}, its blocking twin, the model of configurations, and one
 * exception for each error code.
 *
 * <p>Rests on the JDK's HTTP client and on {@code dev.coffer.wire} (records, codec, signatures),
 * whose types do not show. Knows no server: what a configuration means for objects is decided at
 * the other end. Time and randomness come in through the builder.
 */
package dev.coffer.client;
