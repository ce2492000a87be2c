/**
 * Which key protects which object.
 *
 * <p>This room decides how a new object is encrypted (request, then bucket default), makes and
 * opens envelopes, and translates refusals of key services. It must not touch rows or blobs.
 * Source: spec/encryption.md §2.
 */
package dev.coffer.store.sse;
