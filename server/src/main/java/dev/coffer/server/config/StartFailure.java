package dev.coffer.server.config;

/** Why the server does not start, in a sentence that its user can act on. */
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartFailure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  StartFailure(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
