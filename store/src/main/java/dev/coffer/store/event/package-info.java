/**
 * What happens in buckets and who is told of it, as values: kinds of events, the rules of a
 * bucket's notification configuration, events and their messages; and the webhooks that receive
 * them.
 *
 * <p>This room knows no bucket and no row; {@code store.bucket} keeps the rules, {@code
 * store.object} the events that wait. It is the only one of this module that calls somebody
 * outside, and then only whom the operator has named.
 */
package dev.coffer.store.event;
