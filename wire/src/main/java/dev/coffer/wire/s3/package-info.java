/**
 * The Amazon S3 operations as records, one file each, with the header groups they share and the
 * errors they answer with.
 *
 * <p>A record holds what travels, unchecked beyond its type; what it means is decided in the store.
 * Names are Amazon's. Records are never stored.
 */
package dev.coffer.wire.s3;
