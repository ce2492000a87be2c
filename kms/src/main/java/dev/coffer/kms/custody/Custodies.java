package dev.coffer.kms.custody;

import java.util.List;

/** The backends that this program knows. */
public final class Custodies {
  /** All of them; a new one is a word here. */
  public static final List<CustodyType<?>> ALL = List.of(Pkcs11Token.TYPE, AwsKms.TYPE);

  private Custodies() {}
}
