package dev.coffer.store.logging;

/** A bucket whose requests are logged, and where to, as of one moment. */
public record Logged(LogSource source, LogTarget target) {}
