package dev.coffer.wire.codec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Amazon's model says about one operation: how it is selected and which members travel where.
 *
 * @param on {@code service}, {@code bucket}, {@code object} or {@code path:/Literal}
 * @param selectors names of query parameters that stand in the path ({@code encryption}), or name
 *     and value ({@code list-type=2})
 * @param requiredQueries query members without which it is another operation ({@code uploadId})
 * @param routed false for deprecated twins and for what a path does not show
 */
public record Facts(
    String operation,
    String method,
    String on,
    int status,
    Set<String> selectors,
    Set<String> requiredQueries,
    Set<String> selectingHeaders,
    boolean routed,
    List<Member> input,
    List<Member> output) {

  /** Where a member travels. */
  public enum Kind {
    HEADER,
    PREFIX,
    QUERY,
    STREAM,
    ROOT,
    ELEMENT,
    ATTRIBUTE
  }

  /**
   * One member.
   *
   * @param name the wire name; of an element its path below the root
   * @param type a type of the model; ends in {@code *} where the element repeats
   */
  public record Member(Kind kind, String name, String type, boolean required) {
    String lowerCaseName() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  public Facts {
    selectors = Set.copyOf(selectors);
    requiredQueries = Set.copyOf(requiredQueries);
    selectingHeaders = Set.copyOf(selectingHeaders);
    input = List.copyOf(input);
    output = List.copyOf(output);
  }

  /** A member of the request; header names compare without regard to case. */
  public Optional<Member> input(Kind kind, String name) {
    return find(input, kind, name);
  }

  /** A member of the answer. */
  public Optional<Member> output(Kind kind, String name) {
    return find(output, kind, name);
  }

  private static Optional<Member> find(List<Member> members, Kind kind, String name) {
    for (Member member : members) {
      if (member.kind == kind && same(kind, member.name, name)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  private static boolean same(Kind kind, String one, String other) {
    return kind == Kind.HEADER ? one.equalsIgnoreCase(other) : one.equals(other);
  }

  static Kind kind(String word) {
    return Kind.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
