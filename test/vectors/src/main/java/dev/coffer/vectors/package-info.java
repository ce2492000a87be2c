/**
 * What tests of formats share: vector files, their folders, and the documents that name them. Tests
 * depend on this room; it depends on nothing of the product.
 */
package dev.coffer.vectors;
