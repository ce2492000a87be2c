/**
 * Wrapped keys, sealed records and the envelope that stands in each object version's record.
 *
 * <p>This room knows how one key wraps another and what a wrapping is bound to. It must not know
 * where keys come from, where records lie or who may use them. Every wrapped key and sealed record
 * is one message of the payload format, so no long-lived key is ever a GCM key and no nonce budget
 * exists. Source: docs/formats/envelope-v1.md.
 */
package dev.coffer.crypto.envelope;
