/**
 * What is done when nobody asks: the sweep, the delivery of logs, and the runner that owns a job's
 * one background thread.
 *
 * <p>A job sees the same rooms from behind. It works in steps that may each be repeated, so that a
 * crash at any place does no harm. It must not know rows; the rooms that own them do the work.
 */
package dev.coffer.store.job;
