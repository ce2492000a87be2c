/**
 * Secret bytes and where randomness comes from.
 *
 * <p>This room knows how key bytes are held, compared and forgotten. It must not know what a key is
 * for, and it never prints one. The bytes themselves are visible to this module and to the custody
 * of the root key only; the compiler refuses everybody else.
 */
package dev.coffer.crypto.secret;
