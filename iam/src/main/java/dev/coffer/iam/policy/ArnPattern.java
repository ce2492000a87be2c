package dev.coffer.iam.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ARN with wildcards and variables, compared segment by segment: a wildcard stays within its
 * segment, save in the last one, which is all that follows the fifth colon.
 *
 * <p>A resource may be shorter: {@code arn:aws:iam::*} ends in a wildcard that reaches beyond its
 * segment, as Amazon documents; {@code *} is every resource.
 */
final class ArnPattern {
  private static final int SEGMENTS = 6;

  private final boolean everything;
  private final String prefix;
  private final List<Template> segments;

  private ArnPattern(Template whole) {
    this.everything = whole.fixed() && whole.shape().equals("*");
    this.prefix = whole.prefix();
    this.segments = whole.split(SEGMENTS);
  }

  static ArnPattern of(Template whole) {
    return new ArnPattern(whole);
  }

  /** Whether this covers a resource. */
  boolean covers(Arn resource, Circumstances circumstances) {
    return everything
        || (resource.text.startsWith(prefix)
            && matches(resource.pieces(segments.size()), circumstances));
  }

  /** Whether a value that must have all six segments is like this one. */
  boolean like(Arn value, Circumstances circumstances) {
    List<String> pieces = value.pieces(SEGMENTS);
    return everything
        || (segments.size() == SEGMENTS
            && value.text.startsWith(prefix)
            && pieces.size() == SEGMENTS
            && matches(pieces, circumstances));
  }

  /** The account's segment when it has neither wildcard nor variable. */
  @Nullable String fixedAccount() {
    return segments.size() == SEGMENTS && !segments.get(4).open() ? segments.get(4).shape() : null;
  }

  private boolean matches(List<String> pieces, Circumstances circumstances) {
    if (pieces.size() != segments.size()) {
      return false;
    }
    for (int at = 0; at < pieces.size(); at++) {
      if (!segments.get(at).like(pieces.get(at), circumstances)) {
        return false;
      }
    }
    return true;
  }

  /** An ARN as text that can be cut after any number of colons. */
  static final class Arn {
    private final String text;
    private final List<String> six;

    Arn(String text) {
      this.text = text;
      this.six = cut(text, SEGMENTS);
    }

    List<String> pieces(int most) {
      return most == SEGMENTS ? six : cut(text, most);
    }

    private static List<String> cut(String text, int most) {
      List<String> pieces = new ArrayList<>(most);
      int from = 0;
      for (int colon = text.indexOf(':');
          colon >= 0 && pieces.size() < most - 1;
          colon = text.indexOf(':', from)) {
        pieces.add(text.substring(from, colon));
        from = colon + 1;
      }
      pieces.add(text.substring(from));
      return pieces;
    }
  }
}
