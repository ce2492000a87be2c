package dev.coffer.wire.codec;

/**
 * The operation a request means, by its name in Amazon's model, with the facts of it. A browser's
 * form is no operation of the model: it is called {@link #FORM} and has the facts of PutObject.
 */
public record Route(String operation, Facts facts) {
  static final String PUT = "PutObject";

  /** What a browser's form is called. */
  public static final String FORM = "PostObject";

  /** Whether the request is a browser's form. */
  public boolean form() {
    return operation.equals(FORM);
  }

  /** The same for the operation that a form does. */
  public Route ofForm() {
    return new Route(PUT, facts);
  }
}
