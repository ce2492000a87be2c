/**
 * What a KMS key's material does: seal and open ciphertext blobs, make and verify authentication
 * codes, sign and verify digests, name itself, and come in from outside.
 *
 * <p>This room sees key bytes and hands out none. It must not know which key a caller may use, in
 * which state it is, or where it is stored. Source: docs/formats/kms-ciphertext-v1.md.
 */
package dev.coffer.crypto.material;
