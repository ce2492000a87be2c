/**
 * The payload format: Cobblestone-256 of C2SP chunked encryption.
 *
 * <p>This room knows how bytes of any length are sealed under a 32-byte key and a context, and
 * opened again at any offset. It must not know whose bytes they are, where they lie or where the
 * key comes from. Plaintext leaves it only after its chunk authenticated. Source:
 * docs/formats/payload-v1.md.
 */
package dev.coffer.crypto.seal;
