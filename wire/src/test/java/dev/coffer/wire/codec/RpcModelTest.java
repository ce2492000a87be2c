package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds every record of IAM, STS and KMS against the public models: what we bind exists there, and
 * what we do not bind, or limit otherwise, is on a reviewed list.
 */
final class RpcModelTest {
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "string", Set.of("TEXT", "CHOICE"),
          "integer", Set.of("INTEGER"),
          "long", Set.of("LONG"),
          "boolean", Set.of("TRUTH"),
          "timestamp", Set.of("TIME"),
          "blob", Set.of("BYTES"),
          "list", Set.of("LIST"),
          "map", Set.of("MAP"),
          "structure", Set.of("STRUCT"));

  /** One bound place in the model's words. */
  private record Bound(String path, String kind, boolean optional, Set<String> limits) {}

  @Test
  void theModelsAreWhole() {
    assertThat(RpcFacts.of(Rpc.Service.IAM).operations()).hasSize(180);
    assertThat(RpcFacts.of(Rpc.Service.STS).operations()).hasSize(11);
    assertThat(RpcFacts.of(Rpc.Service.KMS).operations()).hasSize(56);
    assertThat(Operations.of(Rpc.Service.STS)).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Rpc.Service.class)
  void everyOperationSaysWhoseItIsAndNeedsAnActionOfThatService(Rpc.Service service) {
    for (Class<? extends Operation<?>> type : Operations.of(service)) {
      Rpc rpc = type.getAnnotation(Rpc.class);
      assertThat(rpc.service()).isEqualTo(service);
      assertThat(rpc.action()).startsWith(service.signingName() + ":");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Rpc.Service.class,
      names = {"IAM", "STS", "KMS"})
  void whatWeBindExistsInTheModel(Rpc.Service service) {
    var inventions = new ArrayList<String>();
    each(
        service,
        (where, bound, facts) -> {
          for (Bound one : bound) {
            RpcFacts.Member fact = find(one.path, facts);
            if (fact == null) {
              inventions.add(where + " " + one.path);
            } else if (!TYPES.getOrDefault(fact.type(), Set.of()).contains(one.kind)) {
              inventions.add(where + " " + one.path + " is " + fact.type() + ", not " + one.kind);
            }
          }
        });
    assertThat(inventions).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Rpc.Service.class,
      names = {"IAM", "STS", "KMS"})
  void whatTheRecordsLackIsReviewed(Rpc.Service service) throws IOException {
    var lacking = new TreeSet<String>();
    each(
        service,
        (where, bound, facts) -> {
          List<String> paths = bound.stream().map(Bound::path).toList();
          facts.stream()
              .map(RpcFacts.Member::path)
              .filter(path -> !paths.contains(path) && paths.containsAll(above(path)))
              .forEach(path -> lacking.add(where + " " + path));
        });
    assertThat(String.join("\n", lacking)).isEqualTo(reviewed(service, "lacking.txt"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Rpc.Service.class,
      names = {"IAM", "STS", "KMS"})
  void whatRequestsMustHaveAndTheirLimitsAreTheModels(Rpc.Service service) throws IOException {
    var differing = new TreeSet<String>();
    each(
        service,
        (where, bound, facts) -> {
          if (where.endsWith(" in")) {
            bound.forEach(one -> differ(where, one, facts, differing));
          }
        });
    assertThat(String.join("\n", differing)).isEqualTo(reviewed(service, "differing.txt"));
  }

  private static void differ(
      String where, Bound bound, List<RpcFacts.Member> facts, Set<String> differing) {
    RpcFacts.Member fact = find(bound.path, facts);
    if (fact == null) {
      return; // told by another test
    }
    String line = where + " " + bound.path;
    if (fact.required() == bound.optional && !bound.path.endsWith("/member")) {
      differing.add(line + (bound.optional ? " is optional here" : " is demanded"));
    }
    if (!normal(fact.limits()).equals(normal(bound.limits))) {
      differing.add(
          line + " has " + normal(bound.limits) + " here and there " + normal(fact.limits()));
    }
  }

  /** A minimum of nothing says nothing; an enum's names have no order. */
  private static Set<String> normal(Set<String> limits) {
    var normal = new TreeSet<String>();
    for (String limit : limits) {
      if (limit.startsWith("enum=")) {
        String[] names = limit.substring("enum=".length()).split("\\|", -1);
        normal.add("enum=" + String.join("|", new TreeSet<>(Arrays.asList(names))));
      } else if (!limit.equals("min=0")) {
        normal.add(limit);
      }
    }
    return normal;
  }

  /** What is done with one way of an operation. */
  @FunctionalInterface
  private interface Look {
    void at(String where, List<Bound> bound, List<RpcFacts.Member> facts);
  }

  private static void each(Rpc.Service service, Look look) {
    Operations.of(service)
        .forEach(type -> {
          String name = type.getSimpleName();
          RpcFacts.Operation facts = RpcFacts.of(service).find(name).orElseThrow();
          look.at(name + " in", bound(type), facts.input());
          look.at(name + " out", bound(Operations.output(type)), facts.output());
        });
  }

  private static RpcFacts.@Nullable Member find(String path, List<RpcFacts.Member> facts) {
    return facts.stream().filter(fact -> fact.path().equals(path)).findFirst().orElse(null);
  }

  private static List<String> above(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? List.of() : List.of(path.substring(0, slash));
  }

  private static List<Bound> bound(Class<?> type) {
    var bound = new ArrayList<Bound>();
    struct("", Struct.of(type), bound::add);
    return bound;
  }

  private static void struct(String prefix, Struct struct, Consumer<Bound> found) {
    for (Struct.Field field : struct.fields()) {
      value(prefix + field.wire(), field.kind(), field.rules(), field.nullable(), found);
    }
  }

  private static void value(
      String path, Kind kind, Rules rules, boolean optional, Consumer<Bound> found) {
    BiConsumer<String, Set<String>> add =
        (name, limits) -> found.accept(new Bound(path, name, optional, limits));
    Set<String> limits = limits(rules);
    switch (kind) {
      case Kind.Simple simple -> add.accept(simple.name(), limits);
      case Kind.Choice choice -> {
        limits.add("enum=" + String.join("|", choice.constants().keySet()));
        add.accept("CHOICE", limits);
      }
      case Kind.Pairs _ -> add.accept("MAP", limits);
      case Kind.Nested(Struct struct) -> {
        add.accept("STRUCT", limits);
        struct(path + "/", struct, found);
      }
      case Kind.Many many -> {
        add.accept("LIST", limits);
        value(path + "/member", many.item(), many.rules(), true, found);
      }
    }
  }

  private static Set<String> limits(Rules rules) {
    var limits = new TreeSet<String>();
    Length length = rules.length();
    if (length != null) {
      limits.add("min=" + length.min());
      if (length.max() != Integer.MAX_VALUE) {
        limits.add("max=" + length.max());
      }
    }
    Range range = rules.range();
    if (range != null) {
      limits.add("min=" + range.min());
      limits.add("max=" + range.max());
    }
    if (rules.sensitive()) {
      limits.add("sensitive");
    }
    return limits;
  }

  private static String reviewed(Rpc.Service service, String list) throws IOException {
    String name = service.signingName() + "-" + list;
    try (InputStream stream = RpcModelTest.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("missing " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .reduce((one, other) -> one + "\n" + other)
          .orElse("");
    }
  }
}
