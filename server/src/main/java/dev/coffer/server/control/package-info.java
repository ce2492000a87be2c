/**
 * The local socket on which the owner of the data folder seals and unseals the store.
 *
 * <p>This room knows frames, who may speak, and for how long. It must not know how a store is
 * opened: that comes in as an {@link dev.coffer.server.control.Operator}.
 */
package dev.coffer.server.control;
