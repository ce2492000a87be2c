package dev.coffer.client;

import java.util.random.RandomGenerator;

/** What all calls of a client share. */
record CallSettings(
    Sender sender, Limits limits, RetryPolicy retries, RandomGenerator random, Pace pace) {}
