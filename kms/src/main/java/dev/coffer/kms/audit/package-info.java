/**
 * What is written down of every use of the key service, and the promise of whoever writes it.
 *
 * <p>This room knows the fields of CloudTrail's events. It must not know what an operation does,
 * and it is never told a plaintext, a ciphertext, a token or key material. Source: spec/kms.md §15.
 */
package dev.coffer.kms.audit;
