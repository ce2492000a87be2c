/**
 * What the stored versions really are, beside what their buckets promise: for those who administer
 * the installation.
 *
 * <p>The room reads counters, buckets and the states of keys. It changes nothing but what is not
 * counted yet, and must not open an object.
 */
package dev.coffer.store.report;
