package dev.coffer.wire.sigv4;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the list {@code host;x-amz-date} of a claim. */
final class SignedHeaders {
  private static final int MAX = 200;
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

  private SignedHeaders() {}

  /** Lower-case header names, none twice, {@code host} among them. */
  static List<String> parse(String text, Malformed malformed) {
    List<String> names = List.of(text.split(";", -1));
    boolean wellFormed =
        names.size() <= MAX
            && names.stream().allMatch(name -> NAME.matcher(name).matches())
            && new HashSet<>(names).size() == names.size();
    if (!wellFormed || !names.contains("host")) {
      throw malformed.because(
          wellFormed
              ? "SignedHeaders must include the host header."
              : "the SignedHeaders are mal-formed; expecting lower-case names separated by ';'.");
    }
    return names;
  }
}
