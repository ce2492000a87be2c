package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Rpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Amazon's models say about the operations that are called by name. Our own administration has
 * no model: what it serves is all there is.
 *
 * <p>Source: {@code operations.tsv} of each service, which {@code src/model/rpc_facts.py} writes.
 */
public final class RpcFacts {
  private static final Map<Rpc.Service, RpcFacts> ALL = loadAll();

  private final Map<String, Operation> operations;

  /**
   * One member of a request or an answer.
   *
   * @param path names from the top, set apart by slashes, items of lists as {@code member}
   * @param type of the model: string, integer, long, boolean, timestamp, blob, list, map, structure
   * @param limits {@code min=1}, {@code max=64}, {@code sensitive}, {@code enum=A|B}
   */
  public record Member(String path, String type, boolean required, Set<String> limits) {
    public Member {
      limits = Set.copyOf(limits);
    }
  }

  /** One operation. */
  public record Operation(String name, List<Member> input, List<Member> output) {
    public Operation {
      input = List.copyOf(input);
      output = List.copyOf(output);
    }

    /** A member of the request. */
    public Optional<Member> input(String path) {
      return input.stream().filter(member -> member.path.equals(path)).findFirst();
    }
  }

  private RpcFacts(Map<String, Operation> operations) {
    this.operations = operations;
  }

  /** The facts of a service. */
  public static RpcFacts of(Rpc.Service service) {
    RpcFacts facts = ALL.get(service);
    if (facts == null) {
      throw new IllegalStateException("no facts of " + service);
    }
    return facts;
  }

  /** The operation of that name. */
  public Optional<Operation> find(String operation) {
    return Optional.ofNullable(operations.get(operation));
  }

  /** All of them, by name. */
  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  private static Map<Rpc.Service, RpcFacts> loadAll() {
    var all = new EnumMap<Rpc.Service, RpcFacts>(Rpc.Service.class);
    for (Rpc.Service service : Rpc.Service.values()) {
      all.put(
          service,
          service == Rpc.Service.ADMIN
              ? new RpcFacts(Map.of())
              : load("/dev/coffer/wire/" + service.signingName() + "/operations.tsv"));
    }
    return all;
  }

  private static RpcFacts load(String resource) {
    try (InputStream stream = RpcFacts.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + resource, e);
    }
  }

  private static RpcFacts parse(String text) {
    var sections = new LinkedHashMap<String, List<String[]>>();
    List<String[]> section = List.of();
    for (String line : text.lines().toList()) {
      String[] columns = line.split("\t", -1);
      if (columns[0].equals("=")) {
        section = new ArrayList<>();
        sections.put(columns[1], section);
      } else {
        section.add(columns);
      }
    }
    var operations = new LinkedHashMap<String, Operation>();
    sections.forEach((name, rows) ->
        operations.put(name, new Operation(name, members(rows, "i"), members(rows, "o"))));
    return new RpcFacts(operations);
  }

  private static List<Member> members(List<String[]> rows, String way) {
    var members = new ArrayList<Member>();
    for (String[] row : rows) {
      if (row[0].equals(way)) {
        Set<String> limits = row[4].equals("-") ? Set.of() : Set.of(row[4].split(" ", -1));
        members.add(new Member(row[1], row[2], row[3].equals("!"), limits));
      }
    }
    return members;
  }
}
