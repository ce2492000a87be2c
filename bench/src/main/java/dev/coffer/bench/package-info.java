/**
 * Measurements, run by hand: load against any S3 endpoint, memory under slow connections, time to
 * start, and JMH for single rooms. Prints figures and ratios; asserts nothing.
 */
@org.jspecify.annotations.NullMarked
package dev.coffer.bench;
