/**
 * The keys of one object, and its bytes sealed with them: in one layer, or in two.
 *
 * <p>This room knows how many layers a body has and how they lie around each other. It must not
 * know who gave the keys, how they are wrapped or where the bytes lie. Source:
 * docs/formats/payload-v1.md.
 */
package dev.coffer.crypto.payload;
