/**
 * The whole store, simulated: several clients, whose turn is drawn at every call of a port, over
 * rows and blobs that fail, lose and leave open, with processes that end anywhere. What the clients
 * saw is held against what one object after another could have shown.
 */
@NullMarked
package dev.coffer.store.simulation;

import org.jspecify.annotations.NullMarked;
