package dev.coffer.wire.s3;

/** An answer without members. */
public record Unit() {
  public static final Unit DONE = new Unit();
}
