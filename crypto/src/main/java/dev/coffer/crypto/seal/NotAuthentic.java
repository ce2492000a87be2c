package dev.coffer.crypto.seal;

/**
 * What was read is not what was sealed, or not under this key and context.
 *
 * <p>It carries no detail on purpose: a wrong key, a changed bit, a moved message and a missing end
 * look alike. A retry cannot help.
 */
public final class NotAuthentic extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotAuthentic() {
    super("not authentic");
  }
}
