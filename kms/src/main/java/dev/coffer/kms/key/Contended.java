package dev.coffer.kms.key;

/** Somebody else changed the same rows first: look again and decide again. */
public final class Contended extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Contended() {
    super("changed by somebody else", null, false, false);
  }
}
