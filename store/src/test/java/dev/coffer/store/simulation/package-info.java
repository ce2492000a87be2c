/**
 * The whole store, simulated under one seed: several clients, whose turn is drawn at every call of
 * a port and some of whom rest for long; rows whose commits are lost before their sync, fail, and
 * stay open; blobs on a disk that is full now and then and loses what was not finished; keys that
 * are disabled and out of reach; processes that end between any two calls; uploads that several add
 * to and end; buckets with and without versions, whose versioning is switched, with Object Lock and
 * periods by default, with rules by which objects expire, also after days, and directory buckets.
 *
 * <p>What the clients saw is held against a model: {@link dev.coffer.store.simulation.Linearizable}
 * looks for an order in which each request took place at one moment ({@link
 * dev.coffer.store.simulation.Effect}, {@link dev.coffer.store.simulation.State}). A refusal must
 * be one that the model explains, and has no effect; nor has a disk that is full. After each crash
 * a {@link dev.coffer.store.simulation.Survey} looks at everything at one moment; at the end all is
 * removed, and nothing may be left.
 */
@NullMarked
package dev.coffer.store.simulation;

import org.jspecify.annotations.NullMarked;
