/**
 * Blobs: write-once byte sequences, durable before their id may be committed anywhere.
 *
 * <p>Names are reserved by session and sequence, so that what a crash leaves behind is found by
 * name and never by listing the whole pool. The room sees sealed bytes only; it knows neither keys
 * nor who refers to a blob: whether a blob is in use is for the caller to say.
 */
package dev.coffer.storage.blob;
