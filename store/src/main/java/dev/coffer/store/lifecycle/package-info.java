/**
 * The rules by which objects expire, as values: what they may say, how they lie in a row, what is
 * due when.
 *
 * <p>This room knows no bucket and no object. Which versions there are, and their removal, are
 * {@code store.object}'s.
 */
package dev.coffer.store.lifecycle;
