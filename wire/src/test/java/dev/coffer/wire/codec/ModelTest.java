package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every record against the public model: what we bind exists there, and what we do not bind
 * is on the reviewed list {@code lacking.txt}.
 */
final class ModelTest {
  /**
   * Bound though the model is silent: DeleteObjects and rules of lifecycle honour Content-MD5
   * (their API pages), a policy is said to be JSON, UpdateObjectEncryption answers by name for the
   * types that it cannot give (spec R117), and a shared group has two headers that
   * CompleteMultipartUpload leaves empty (spec R71).
   */
  private static final Set<String> BEYOND_THE_MODEL =
      Set.of(
          "DeleteObjects in HEADER Content-MD5",
          "PutBucketLifecycleConfiguration in HEADER Content-MD5",
          "GetBucketPolicy out HEADER Content-Type",
          "UpdateObjectEncryption in ELEMENT SSE-S3",
          "UpdateObjectEncryption in ELEMENT SSE-S3/KMSKeyArn",
          "UpdateObjectEncryption in ELEMENT SSE-S3/BucketKeyEnabled",
          "UpdateObjectEncryption in ELEMENT DSSE-KMS",
          "UpdateObjectEncryption in ELEMENT DSSE-KMS/KMSKeyArn",
          "UpdateObjectEncryption in ELEMENT DSSE-KMS/BucketKeyEnabled",
          "UpdateObjectEncryption in ELEMENT SSE-C",
          "UpdateObjectEncryption in ELEMENT SSE-C/KMSKeyArn",
          "UpdateObjectEncryption in ELEMENT SSE-C/BucketKeyEnabled",
          "CompleteMultipartUpload out HEADER x-amz-server-side-encryption-customer-algorithm",
          "CompleteMultipartUpload out HEADER x-amz-server-side-encryption-customer-key-MD5");

  static Stream<Class<? extends Operation<?>>> operations() {
    return Operations.all().stream();
  }

  @Test
  void allOperationsAreKnown() {
    assertThat(Model.s3().operations()).hasSize(116);
    assertThat(Operations.all()).hasSizeGreaterThanOrEqualTo(27);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void verbPathSelectorsAndStatusAreTheModels(Class<? extends Operation<?>> type) {
    Http http = type.getAnnotation(Http.class);
    Facts facts = Model.s3().of(type);
    assertThat(http.method()).isEqualTo(facts.method());
    assertThat(http.on().name().toLowerCase(Locale.ROOT)).isEqualTo(facts.on());
    assertThat(http.status()).isEqualTo(facts.status());
    var selectors = new HashSet<>(facts.selectors());
    selectors.addAll(facts.requiredQueries());
    assertThat(http.selectors()).containsExactlyInAnyOrderElementsOf(selectors);
    assertThat(http.selectingHeaders())
        .containsExactlyInAnyOrderElementsOf(facts.selectingHeaders());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whatWeBindExistsInTheModel(Class<? extends Operation<?>> type) {
    Facts facts = Model.s3().of(type);
    assertThat(inventions(type.getSimpleName() + " in", Shape.of(type), facts.input())).isEmpty();
    assertThat(
            inventions(
                type.getSimpleName() + " out", Shape.of(Operations.output(type)), facts.output()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void rootsAreTheModels(Class<? extends Operation<?>> type) {
    Facts facts = Model.s3().of(type);
    requireRoot(Shape.of(type), facts.input());
    requireRoot(Shape.of(Operations.output(type)), facts.output());
  }

  @Test
  void whatTheRecordsLackIsReviewed() throws IOException {
    var lacking = new ArrayList<String>();
    for (Class<? extends Operation<?>> type : Operations.all()) {
      Facts facts = Model.s3().of(type);
      lacking.addAll(lacking(type.getSimpleName() + " in", Shape.of(type), facts.input()));
      Shape output = Shape.of(Operations.output(type));
      lacking.addAll(lacking(type.getSimpleName() + " out", output, facts.output()));
    }
    assertThat(String.join("\n", lacking)).isEqualTo(reviewed("lacking.txt"));
  }

  @Test
  void whatMustBeThereIsWhatTheModelDemands() throws IOException {
    var differing = new ArrayList<String>();
    for (Class<? extends Operation<?>> type : Operations.all()) {
      Facts facts = Model.s3().of(type);
      for (Bound bound : bound(Shape.of(type))) {
        find(bound, facts.input())
            .filter(fact -> fact.required() == bound.optional)
            .ifPresent(fact -> differing.add(type.getSimpleName() + " " + line(fact, bound)));
      }
    }
    assertThat(String.join("\n", new TreeSet<>(differing))).isEqualTo(reviewed("optional.txt"));
  }

  private static String line(Facts.Member fact, Bound bound) {
    return fact.kind()
        + " "
        + fact.name()
        + (bound.optional ? " is optional here" : " is demanded");
  }

  /** One bound place in the model's words. */
  private record Bound(Facts.Kind kind, String name, String type, boolean optional) {}

  private static List<String> inventions(String way, Shape shape, List<Facts.Member> facts) {
    var inventions = new ArrayList<String>();
    for (Bound bound : bound(shape)) {
      Facts.Member fact = find(bound, facts).orElse(null);
      String line = way + " " + bound.kind + " " + bound.name;
      if (fact == null && !BEYOND_THE_MODEL.contains(line)) {
        inventions.add(line);
      } else if (fact != null && !agrees(bound.type, fact.type())) {
        inventions.add(way + " " + bound.name + " is " + fact.type() + " and not " + bound.type);
      }
    }
    return inventions;
  }

  /**
   * A text keeps anything; all else must be of the model's type. Nothing but a list is one, or a
   * structure of nothing but a list.
   */
  private static boolean agrees(String ours, String theirs) {
    if (ours.equals("list")) {
      return theirs.equals("list") || theirs.equals("structure");
    }
    String simple = theirs.equals("list") ? "string" : theirs;
    return ours.equals(simple)
        || (ours.equals("string") && !simple.startsWith("structure") && !simple.endsWith("*"))
        || (ours.equals("string*") && simple.endsWith("*") && !simple.startsWith("structure"));
  }

  private static List<String> lacking(String prefix, Shape shape, List<Facts.Member> facts) {
    Collection<Bound> bound = bound(shape);
    return facts.stream()
        .filter(fact -> fact.kind() != Facts.Kind.ROOT && fact.kind() != Facts.Kind.STREAM)
        .filter(fact -> bound.stream().noneMatch(b -> same(b, fact)))
        .map(fact -> prefix + " " + fact.kind().name().toLowerCase(Locale.ROOT) + " " + fact.name())
        .sorted()
        .toList();
  }

  private static java.util.Optional<Facts.Member> find(Bound bound, List<Facts.Member> facts) {
    return facts.stream().filter(fact -> same(bound, fact)).findFirst();
  }

  private static boolean same(Bound bound, Facts.Member fact) {
    return bound.kind == fact.kind()
        && (bound.kind == Facts.Kind.HEADER
            ? bound.name.equalsIgnoreCase(fact.name())
            : bound.name.equals(fact.name()));
  }

  private static List<Bound> bound(Shape shape) {
    var bound = new ArrayList<Bound>();
    for (Shape.Member member : shape.flat()) {
      String type = type(member);
      boolean optional = member.nullable();
      switch (member.place()) {
        case Shape.InHeader header ->
            bound.add(new Bound(Facts.Kind.HEADER, header.name(), type, optional));
        case Shape.InHeaders headers ->
            bound.add(new Bound(Facts.Kind.PREFIX, headers.prefix(), "map", true));
        case Shape.InQuery query ->
            bound.add(new Bound(Facts.Kind.QUERY, query.name(), type, optional));
        case Shape.InDocument(Shape document) -> elements("", document, bound);
        case Shape.InElement element -> element("", member, element, bound);
        case Shape.InText t ->
            bound.add(new Bound(Facts.Kind.ELEMENT, capital(member), type, true));
        case Shape.InPath p -> {}
        case Shape.InStream s -> {}
        case Shape.InStatus s -> {}
        case Shape.InGroup g -> {}
        case Shape.InAttribute a -> {}
      }
    }
    return bound;
  }

  private static String capital(Shape.Member member) {
    return Character.toUpperCase(member.name().charAt(0)) + member.name().substring(1);
  }

  private static void elements(String prefix, Shape shape, List<Bound> bound) {
    for (Shape.Member member : shape.flat()) {
      if (member.place() instanceof Shape.InElement element) {
        element(prefix, member, element, bound);
      } else if (member.place() instanceof Shape.InAttribute) {
        String path = prefix + "xsi:type";
        bound.add(new Bound(Facts.Kind.ATTRIBUTE, path, "string", member.nullable()));
      }
    }
  }

  private static void element(
      String prefix, Shape.Member member, Shape.InElement element, List<Bound> bound) {
    String path = prefix + element.name();
    boolean optional = member.nullable();
    if (!element.item().isEmpty()) {
      bound.add(new Bound(Facts.Kind.ELEMENT, path, "string", optional));
      path = path + "/" + element.item();
      optional = true;
    }
    String star = element.list() ? "*" : "";
    String type =
        element.shape() == null ? type(member) : listed(element.shape()) ? "list" : "structure";
    bound.add(new Bound(Facts.Kind.ELEMENT, path, type + star, optional));
    if (element.shape() != null) {
      elements(path + "/", element.shape(), bound);
    }
  }

  /** A record of nothing but a list stands for the list's own element, whose absence it notices. */
  private static boolean listed(Shape shape) {
    List<Shape.Member> members = shape.flat();
    return members.size() == 1
        && members.getFirst().place() instanceof Shape.InElement element
        && element.list()
        && element.shape() != null;
  }

  private static String type(Shape.Member member) {
    return switch (member.scalar()) {
      case TEXT -> "string";
      case INTEGER -> "integer";
      case LONG -> "long";
      case BOOLEAN -> "boolean";
      case INSTANT -> "timestamp";
    };
  }

  private static void requireRoot(Shape shape, List<Facts.Member> facts) {
    String root = root(shape);
    for (Facts.Member fact : facts) {
      if (fact.kind() == Facts.Kind.ROOT) {
        assertThat(root).isNotNull();
        assertThat(fact.name()).isIn("-", root);
        return;
      }
    }
    assertThat(root).isNull();
  }

  private static @Nullable String root(Shape shape) {
    Shape.Member document = shape.find(Shape.InDocument.class);
    return document != null && document.place() instanceof Shape.InDocument(Shape inner)
        ? inner.root()
        : shape.root();
  }

  private static String reviewed(String name) throws IOException {
    try (InputStream stream = ModelTest.class.getResourceAsStream(name)) {
      return stream == null
          ? ""
          : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .reduce((one, other) -> one + "\n" + other)
              .orElse("");
    }
  }
}
