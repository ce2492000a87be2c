/**
 * The object store as a whole: {@link dev.coffer.store.Store} builds its rooms and hands out their
 * operations. It knows nothing itself.
 */
package dev.coffer.store;
