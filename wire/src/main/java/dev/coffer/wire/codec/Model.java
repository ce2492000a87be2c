package dev.coffer.wire.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts of all operations of an API, by name.
 *
 * <p>Source: {@code operations.tsv}, which {@code src/model/facts.py} writes from the public model.
 */
public final class Model {
  private static final Model S3 = load("/dev/coffer/wire/s3/operations.tsv");
  private static final Model CONTROL = load("/dev/coffer/wire/control/operations.tsv");

  private final Map<String, Facts> operations;

  private Model(Map<String, Facts> operations) {
    this.operations = operations;
  }

  /** All operations of S3. */
  public static Model s3() {
    return S3;
  }

  /** The operations of S3 Control that are served. */
  public static Model control() {
    return CONTROL;
  }

  public Optional<Facts> find(String operation) {
    return Optional.ofNullable(operations.get(operation));
  }

  /** The facts of an operation that is described by a record of the same name. */
  public Facts of(Class<?> operation) {
    return find(operation.getSimpleName())
        .orElseThrow(() -> new IllegalStateException("not in the model: " + operation));
  }

  public List<Facts> operations() {
    return List.copyOf(operations.values());
  }

  private static Model load(String resource) {
    try (InputStream stream = Model.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + resource, e);
    }
  }

  static Model parse(String text) {
    var operations = new LinkedHashMap<String, Facts>();
    var section = new ArrayList<String[]>();
    for (String line : text.lines().toList()) {
      String[] columns = line.split("\t", -1);
      if (columns[0].equals("=") && !section.isEmpty()) {
        add(operations, section);
        section.clear();
      }
      section.add(columns);
    }
    add(operations, section);
    return new Model(operations);
  }

  private static void add(Map<String, Facts> operations, List<String[]> section) {
    String[] head = section.getFirst();
    operations.put(
        head[1],
        new Facts(
            head[1],
            head[2],
            head[3],
            Integer.parseInt(head[4]),
            words(head[5], "&"),
            words(head[6], "&"),
            words(head[7], ","),
            head[8].equals("-"),
            members(section, "i"),
            members(section, "o")));
  }

  private static List<Facts.Member> members(List<String[]> section, String way) {
    var members = new ArrayList<Facts.Member>();
    for (String[] row : section) {
      if (row[0].equals(way)) {
        members.add(new Facts.Member(Facts.kind(row[1]), row[2], row[3], row[4].equals("!")));
      }
    }
    return members;
  }

  private static Set<String> words(String column, String separator) {
    return column.equals("-") ? Set.of() : Set.of(column.split(separator));
  }
}
