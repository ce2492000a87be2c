package dev.coffer.server.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client may send for a served operation, by Amazon's model, and is refused: from the
 * reviewed list of what the records lack, which wire's model test keeps true.
 */
final class RefusedMembers {
  private static final String LACKING = "wire/src/test/resources/dev/coffer/wire/codec/lacking.txt";

  private final Map<String, Set<String>> members = new TreeMap<>();

  private RefusedMembers() {}

  /**
   * Reads the list.
   *
   * @param root of the project
   */
  static RefusedMembers read(Path root) throws IOException {
    var read = new RefusedMembers();
    for (String line : Files.readAllLines(root.resolve(LACKING))) {
      String[] words = line.split(" ", 4);
      // the length belongs to the transport, which honours it
      if (words.length == 4 && words[1].equals("in") && !words[3].equals("Content-Length")) {
        read.members.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(words[3]);
      }
    }
    read.members.values().forEach(RefusedMembers::dropInner);
    return read;
  }

  /** What lies within an element that is refused is not worth a word. */
  private static void dropInner(Set<String> members) {
    Set<String> all = Set.copyOf(members);
    members.removeIf(member -> all.stream().anyMatch(outer -> member.startsWith(outer + "/")));
  }

  /** Whether there is any. */
  boolean any(String operation) {
    return members.containsKey(operation);
  }

  /** The members of an operation in one cell of a table. */
  String cell(String operation) {
    return members.getOrDefault(operation, Set.of()).stream()
        .map(member -> "`" + member + "`")
        .collect(Collectors.joining(", "));
  }
}
