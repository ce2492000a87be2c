/**
 * What the operations of the key service do, once {@code kms.access} lets them.
 *
 * <p>One class for each kind of operation; {@link dev.coffer.kms.operation.KeyOperations} holds
 * them all. This room knows wire records and stored keys. It must not see a key's bytes, save a
 * data key on its way to the one who asked for it. Source: spec/kms.md §5, §9, §10, §11.
 */
package dev.coffer.kms.operation;
