/**
 * Words that keys and blobs share: immutable bytes, the fields of stored records, and the three
 * ways in which our surroundings fail. This room knows what bytes are and nothing of what they
 * mean.
 */
package dev.coffer.storage;
