package dev.coffer.server.cli;

/** Why a command did not do what it was told, in a sentence that its user can act on. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What must be mended. */
  public enum Kind {
    /** The command line. */
    USAGE,
    /** The environment, a file, or what the server refuses. */
    REFUSED,
    /** The server, which another attempt may find well. */
    UNREACHABLE
  }

  CommandFailure(Kind kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  CommandFailure(Kind kind, String sentence, Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
