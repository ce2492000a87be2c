/**
 * Keys that authenticate and hide nothing.
 *
 * <p>This room sees key bytes and hands out none. It must not know what the authenticated bytes
 * mean.
 */
package dev.coffer.crypto.mac;
