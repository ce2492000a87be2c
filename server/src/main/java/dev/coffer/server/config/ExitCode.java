package dev.coffer.server.config;

/** What the process says when it ends; after {@code sysexits.h}. */
final class ExitCode {
  static final int OK = 0;
  static final int USAGE = 64;

  /** Some of the data that was asked for is damaged, or its key is missing. */
  static final int INCOMPLETE = 65;

  static final int SOFTWARE = 70;
  static final int CANNOT_CREATE = 73;
  static final int TRY_LATER = 75;
  static final int CONFIGURATION = 78;

  private ExitCode() {}
}
