package dev.coffer.server.gateway;

import dev.coffer.wire.codec.RpcFacts;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Spoils a request that is whole, in every way that the model of its operation knows: each member
 * with each wrong type, without what must be there, and beyond each limit.
 */
final class Spoiling {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LIST = "Start of list found where not expected";
  private static final String STRUCTURE = "Start of structure or map found where not expected.";
  private static final String FAILED = " failed to satisfy constraint: ";

  /** Limits of the service that are narrower than the model's (spec/kms.md §5.1). */
  private static final Map<String, Map<String, Integer>> NARROWER =
      Map.of("ScheduleKeyDeletion/PendingWindowInDays", Map.of("min", 7, "max", 30));

  private final RpcFacts.Operation facts;
  private final ObjectNode whole;
  private final List<Spoiled> spoiled = new ArrayList<>();

  Spoiling(RpcFacts.Operation facts, String whole) {
    this.facts = facts;
    this.whole = (ObjectNode) JSON.readTree(whole);
  }

  /** All of them. */
  List<Spoiled> all() {
    for (RpcFacts.Member member : facts.input()) {
      wrongTypes(member);
      if (member.required()) {
        missing(member);
      }
      if (!member.path().startsWith("Recipient/")) { // is refused whatever it says
        limits(member);
      }
      if (member.type().equals("map")) {
        largePairs(member);
      }
    }
    return spoiled;
  }

  // ---- types

  private void wrongTypes(RpcFacts.Member member) {
    wrong(member.type())
        .forEach((value, text) ->
            spoiled.add(
                Spoiled.type(
                    member.path() + " is " + value, with(member.path(), tree(value)), text)));
    if (member.type().equals("map")) {
      wrong("string")
          .forEach((value, text) ->
              spoiled.add(
                  Spoiled.type(
                      member.path() + " holds " + value,
                      with(member.path(), tree("{\"a\":" + value + "}")),
                      text)));
    }
  }

  /** JSON that is not of a type, and what is said of it. */
  private static Map<String, String> wrong(String type) {
    return switch (type) {
      case "string" -> scalars("String", "1", "1.5", "true", "false");
      case "integer" -> scalars("Integer", "\"1\"", "1.5", "5000000000", "true");
      case "boolean" -> scalars("Boolean", "\"true\"", "1", "0.5");
      case "timestamp" -> scalars("Timestamp", "\"2026-11-23T12:00:00Z\"", "-1", "true");
      case "blob" -> {
        Map<String, String> wrong = scalars("Blob", "1", "1.5", "true");
        for (String text : List.of("\"***\"", "\"YQ\"", "\"YQ==YQ==\"")) {
          wrong.put(text, "A blob is not standard base64 with padding");
        }
        yield wrong;
      }
      case "list" -> {
        Map<String, String> wrong = new LinkedHashMap<>(Map.of("{}", STRUCTURE));
        List.of("\"x\"", "1", "true").forEach(value -> wrong.put(value, "Expected list or null"));
        yield wrong;
      }
      case "map", "structure" -> {
        Map<String, String> wrong = new LinkedHashMap<>(Map.of("[]", LIST));
        List.of("\"x\"", "1", "true")
            .forEach(value -> wrong.put(value, "Expected structure or null"));
        yield wrong;
      }
      default -> throw new IllegalStateException("a type that no request had before: " + type);
    };
  }

  private static Map<String, String> scalars(String wanted, String... values) {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (String value : values) {
      String found =
          value.startsWith("\"")
              ? "STRING"
              : value.contains("e") ? value.toUpperCase(Locale.ROOT) : number(value);
      wrong.put(value, found + "_VALUE cannot be converted to " + wanted);
    }
    wrong.put("[]", LIST);
    wrong.put("{}", STRUCTURE);
    return wrong;
  }

  private static String number(String value) {
    return value.contains(".") ? "DECIMAL" : "NUMBER";
  }

  // ---- what must be there

  private void missing(RpcFacts.Member member) {
    String text = absent(member);
    spoiled.add(Spoiled.constraint("no " + member.path(), without(member.path(), false), text));
    spoiled.add(Spoiled.constraint("null " + member.path(), without(member.path(), true), text));
  }

  private static String absent(RpcFacts.Member member) {
    String value = member.limits().contains("sensitive") ? "Value" : "Value null";
    return value + at(member.path()) + "Member must not be null";
  }

  /** What is said of a request without any member, in no order; empty when it may be so. */
  List<String> ofNothing() {
    return facts.input().stream()
        .filter(member -> member.required() && !member.path().contains("/"))
        .map(Spoiling::absent)
        .toList();
  }

  // ---- limits

  private void limits(RpcFacts.Member member) {
    boolean item = member.path().endsWith("/member");
    for (String limit : member.limits()) {
      String[] parts = limit.split("=", 2);
      switch (parts[0]) {
        case "max" -> beyond(member, item, bound(member, "max", parts[1]), 1);
        case "min" -> beyond(member, item, bound(member, "min", parts[1]), -1);
        case "enum" -> noneOf(member, item, parts[1].split("\\|", -1));
        default -> {} // how it is shown
      }
    }
  }

  private int bound(RpcFacts.Member member, String which, String model) {
    return NARROWER
        .getOrDefault(facts.name() + "/" + member.path(), Map.of())
        .getOrDefault(which, Integer.valueOf(model));
  }

  private void beyond(RpcFacts.Member member, boolean item, int bound, int step) {
    if (bound == 0) {
      return; // nothing is shorter
    }
    int size = bound + step;
    String constraint =
        "Member must have %s %s than or equal to %d"
            .formatted(
                member.type().equals("integer") ? "value" : "length",
                step > 0 ? "less" : "greater",
                bound);
    String what = member.path() + " of " + size;
    String path = item ? above(member.path()) : member.path();
    String said = item ? "Member must satisfy constraint: [" + both(member) + "]" : constraint;
    JsonNode value = sized(member.type(), size);
    String shown = item ? "[" + shown(member, size) + "]" : shown(member, size);
    spoiled.add(
        Spoiled.constraint(
            what, with(member.path(), value), value(member, shown) + at(path) + said));
  }

  /** Items are told with the whole list and all that is demanded of them. */
  private static String both(RpcFacts.Member member) {
    int max = 0;
    int min = 0;
    for (String limit : member.limits()) {
      if (limit.startsWith("max=")) {
        max = Integer.parseInt(limit.substring(4));
      } else if (limit.startsWith("min=")) {
        min = Integer.parseInt(limit.substring(4));
      }
    }
    return "Member must have length less than or equal to "
        + max
        + ", Member must have length greater than or equal to "
        + min;
  }

  private void noneOf(RpcFacts.Member member, boolean item, String[] names) {
    String set = "Member must satisfy enum value set: [" + String.join(", ", names) + "]";
    String path = item ? above(member.path()) : member.path();
    String shown = item ? "[NONE_OF_THEM]" : "NONE_OF_THEM";
    String said = item ? "Member must satisfy constraint: [" + set + "]" : set;
    spoiled.add(
        Spoiled.constraint(
            member.path() + " is none of its names",
            with(member.path(), tree("\"NONE_OF_THEM\"")),
            value(member, shown) + at(path) + said));
  }

  /** The model has no limits of maps; these are the service's (spec/kms.md §7, §10). */
  private void largePairs(RpcFacts.Member member) {
    String text =
        member.path().startsWith("Constraints/")
            ? "A grant constraint can include up to 8 encryption context pairs of 384 characters"
                + " altogether."
            : "The encryption context must not be larger than 8192 bytes.";
    JsonNode large = tree("{\"a\":\"" + "x".repeat(8192) + "\"}");
    spoiled.add(Spoiled.constraint("large " + member.path(), with(member.path(), large), text));
  }

  private static JsonNode sized(String type, int size) {
    return switch (type) {
      case "integer" -> tree(String.valueOf(size));
      case "string" -> tree('"' + "a".repeat(size) + '"');
      case "blob" -> tree('"' + Base64.getEncoder().encodeToString(new byte[size]) + '"');
      case "list" -> {
        ArrayNode list = JSON.createArrayNode();
        for (int i = 0; i < size; i++) {
          list.add("t");
        }
        yield list;
      }
      default -> throw new IllegalStateException("a limit of " + type);
    };
  }

  private static String shown(RpcFacts.Member member, int size) {
    return switch (member.type()) {
      case "integer" -> String.valueOf(size);
      case "blob" -> "java.nio.HeapByteBuffer[pos=0 lim=%d cap=%d]".formatted(size, size);
      case "list" -> "[" + "t, ".repeat(Math.max(0, size - 1)) + (size > 0 ? "t]" : "]");
      default -> "a".repeat(size);
    };
  }

  private static String value(RpcFacts.Member member, String shown) {
    return member.limits().contains("sensitive") ? "Value" : "Value '" + shown + "'";
  }

  // ---- paths

  private static String above(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** As messages name a member: {@code tags.1.member.tagKey}. */
  private static String at(String path) {
    var names = new ArrayList<String>();
    for (String name : path.split("/", -1)) {
      names.add(
          name.equals("member")
              ? "1.member"
              : Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
    return " at '" + String.join(".", names) + "'" + FAILED;
  }

  private static JsonNode tree(String json) {
    return JSON.readTree(json);
  }

  /** The request with another value somewhere; what lies above is made. */
  private String with(String path, JsonNode value) {
    return changed(path, parent -> put(parent, path.substring(path.lastIndexOf('/') + 1), value));
  }

  private String without(String path, boolean told) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return changed(
        path,
        parent -> {
          if (told) {
            ((ObjectNode) parent).putNull(name);
          } else {
            ((ObjectNode) parent).remove(name);
          }
        });
  }

  private String changed(String path, Consumer<JsonNode> change) {
    ObjectNode copy = whole.deepCopy();
    JsonNode at = copy;
    String[] names = path.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      at = below(at, names[i], names[i + 1].equals("member"));
    }
    change.accept(at);
    return JSON.writeValueAsString(copy);
  }

  private static JsonNode below(JsonNode parent, String name, boolean list) {
    if (parent instanceof ArrayNode items) {
      return items.get(0);
    }
    var members = (ObjectNode) parent;
    if (!members.has(name)) {
      members.set(name, name.equals("Tags") ? tags() : list ? JSON.createArrayNode() : object());
    }
    return members.get(name);
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static JsonNode tags() {
    return tree("[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]");
  }

  private static void put(JsonNode parent, String name, JsonNode value) {
    if (parent instanceof ArrayNode items) {
      items.removeAll();
      items.add(value);
    } else {
      ((ObjectNode) parent).set(name, value);
    }
  }
}
