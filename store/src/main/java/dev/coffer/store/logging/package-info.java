/**
 * Records of requests to buckets on their way to those who asked for them: what a bucket's logging
 * may be, Amazon's line for a request, and the queue between the gateway and the job that delivers.
 *
 * <p>Values and memory only: it must not know rows, buckets or objects. Nothing here is ever
 * written to the disk in the clear. Source: docs/decisions/0043.
 */
package dev.coffer.store.logging;
