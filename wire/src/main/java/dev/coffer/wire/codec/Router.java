package dev.coffer.wire.codec;

import dev.coffer.wire.form.Boundary;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a request by verb, resource and selectors. Most selectors win; their order
 * does not matter.
 *
 * <p>A known sub-resource never falls through to the operation on the resource itself: {@code
 * DELETE /b?encryption} is one operation or a refusal, but never DeleteBucket. Parameters that the
 * model does not know as selectors decide nothing.
 */
public final class Router {
  private static final String LITERAL = "path:/";

  /** Verb and resource; the candidates of one such place compete. */
  private record Place(String method, String on) {}

  /** One operation and what selects it. */
  private record Candidate(Facts facts, Set<String> selectors, Set<String> headers) {
    boolean fits(Arguments arguments) {
      return selectors.stream().allMatch(selector -> present(selector, arguments))
          && headers.stream().allMatch(arguments::hasHeader);
    }
  }

  private static final Comparator<Candidate> BY_SELECTORS =
      Comparator.<Candidate>comparingInt(c -> c.selectors.size())
          .thenComparingInt(c -> c.headers.size());

  private final Model model;
  private final Map<Place, List<Candidate>> candidates = new HashMap<>();
  private final Map<String, Set<String>> subresources = new HashMap<>();

  /**
   * Builds the table.
   *
   * @throws IllegalStateException when two operations have equal selectors
   */
  public Router(Model model) {
    this.model = model;
    var seen = new HashSet<List<Object>>();
    for (Facts facts : model.operations()) {
      if (facts.routed()) {
        add(facts, seen);
      }
    }
  }

  private void add(Facts facts, Set<List<Object>> seen) {
    var selectors = new TreeSet<>(facts.selectors());
    selectors.addAll(facts.requiredQueries());
    var headers = new TreeSet<String>();
    facts.selectingHeaders().forEach(header -> headers.add(header.toLowerCase(Locale.ROOT)));
    if (!seen.add(List.of(facts.method(), facts.on(), selectors, headers))) {
      throw new IllegalStateException("the selectors of " + facts.operation() + " are taken");
    }
    candidates
        .computeIfAbsent(new Place(facts.method(), facts.on()), place -> new ArrayList<>())
        .add(new Candidate(facts, selectors, headers));
    subresources
        .computeIfAbsent(facts.on(), on -> new TreeSet<>())
        .addAll(facts.selectors().stream().map(Router::name).toList());
  }

  /**
   * Finds the operation.
   *
   * @throws S3Exception MethodNotAllowed, InvalidRequest or InvalidArgument when no operation has
   *     this combination
   */
  public Route route(Request request, Address address) {
    Arguments arguments = Arguments.of(request);
    String on = on(request, address);
    Candidate best = best(new Place(request.method(), on), arguments);
    requireNothingLeft(request, on, best, arguments);
    if (best == null) {
      if (request.method().equals("POST") && on.equals("bucket")) {
        return form(request);
      }
      throw notAllowed(request, on.toUpperCase(Locale.ROOT));
    }
    return new Route(best.facts.operation(), best.facts);
  }

  /**
   * The same for a request that is about directory buckets: their listing differs from the other by
   * its endpoint alone.
   */
  public Route routeDirectory(Request request, Address address) {
    Route route = route(request, address);
    return route.operation().equals("ListBuckets") ? of("ListDirectoryBuckets") : route;
  }

  private Route of(String operation) {
    return model
        .find(operation)
        .map(facts -> new Route(operation, facts))
        .orElseThrow(() -> new IllegalStateException("not in the model: " + operation));
  }

  /**
   * A POST to a bucket is a browser's form, which is not among the modelled operations: it puts an
   * object.
   */
  private Route form(Request request) {
    if (!Boundary.announcedBy(request.headers().first("Content-Type").orElse(""))) {
      throw S3Error.PreconditionFailed.with(
          "Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
    }
    Facts put = model.find(Route.PUT).orElseThrow(() -> notAllowed(request, "BUCKET"));
    return new Route(Route.FORM, put);
  }

  private String on(Request request, Address address) {
    String literal = LITERAL + address.bucket();
    if (address.key() != null) {
      return "object";
    } else if (address.bucket() == null) {
      return "service";
    }
    return candidates.containsKey(new Place(request.method(), literal)) ? literal : "bucket";
  }

  private @Nullable Candidate best(Place place, Arguments arguments) {
    Candidate best = null;
    for (Candidate candidate : candidates.getOrDefault(place, List.of())) {
      if (candidate.fits(arguments)) {
        int order = best == null ? 1 : BY_SELECTORS.compare(candidate, best);
        if (order == 0 && best != null) {
          throw conflict(candidate, best);
        }
        best = order > 0 ? candidate : best;
      }
    }
    return best;
  }

  private static S3Exception conflict(Candidate one, Candidate other) {
    var names = new TreeSet<>(one.selectors);
    names.addAll(other.selectors);
    return conflicting(names);
  }

  private static S3Exception conflicting(Set<String> names) {
    return S3Error.InvalidArgument.because(
            "Conflicting query string parameters: " + String.join(", ", names))
        .with("ArgumentName", "ResourceType")
        .with("ArgumentValue", names.iterator().next());
  }

  /** Refuses a selector that is present and that the operation found does not have. */
  private void requireNothingLeft(
      Request request, String on, @Nullable Candidate best, Arguments arguments) {
    for (String name : new TreeSet<>(arguments.parameterNames())) {
      if (best == null || !selects(best, name)) {
        requireNoSelector(request, on, best, name, arguments);
      }
    }
  }

  private static boolean selects(Candidate candidate, String name) {
    return candidate.selectors.stream().anyMatch(selector -> name(selector).equals(name))
        || candidate.facts.input(Facts.Kind.QUERY, name).isPresent();
  }

  private void requireNoSelector(
      Request request, String on, @Nullable Candidate best, String name, Arguments arguments) {
    requireKnownHere(on, name);
    for (Candidate near : candidates.getOrDefault(new Place(request.method(), on), List.of())) {
      if (selectsBy(near, name, arguments)) {
        throw missing(best, near, name, arguments);
      }
    }
    if (subresources.getOrDefault(on, Set.of()).contains(name) || name.equals("uploadId")) {
      throw notAllowed(request, name.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether the name selects that operation, and all selectors of its path are present. */
  private static boolean selectsBy(Candidate candidate, String name, Arguments arguments) {
    return candidate.selectors.stream().anyMatch(selector -> name(selector).equals(name))
        && (candidate.facts.selectors().stream().anyMatch(selector -> name(selector).equals(name))
            || candidate.facts.selectors().stream().allMatch(s -> present(s, arguments)));
  }

  private static S3Exception missing(
      @Nullable Candidate best, Candidate near, String name, Arguments arguments) {
    for (String selector : near.selectors) {
      if (!present(selector, arguments)) {
        return absent(selector, arguments);
      }
    }
    var names = new TreeSet<>(near.selectors);
    names.addAll(best == null ? Set.of(name) : best.selectors);
    return conflicting(names);
  }

  private static S3Exception absent(String selector, Arguments arguments) {
    String name = name(selector);
    String value = arguments.parameter(name);
    return value == null
        ? S3Error.InvalidArgument.because("Missing required parameter: " + name)
            .with("ArgumentName", name)
        : S3Error.InvalidArgument.because("The value of " + name + " is not valid")
            .with("ArgumentName", name)
            .with("ArgumentValue", value);
  }

  private void requireKnownHere(String on, String name) {
    boolean here = subresources.getOrDefault(on, Set.of()).contains(name);
    boolean elsewhere = subresources.values().stream().anyMatch(names -> names.contains(name));
    if (elsewhere && !here) {
      throw S3Error.InvalidRequest.because(
          "There is no such thing as the ?" + name + " sub-resource for a " + thing(on));
    }
  }

  private static String thing(String on) {
    return on.equals("object") ? "key" : on;
  }

  private static S3Exception notAllowed(Request request, String resource) {
    return S3Error.MethodNotAllowed.with("Method", request.method()).with("ResourceType", resource);
  }

  private static boolean present(String selector, Arguments arguments) {
    int equals = selector.indexOf('=');
    return equals < 0
        ? arguments.hasParameter(selector)
        : selector.substring(equals + 1).equals(arguments.parameter(name(selector)));
  }

  private static String name(String selector) {
    int equals = selector.indexOf('=');
    return equals < 0 ? selector : selector.substring(0, equals);
  }
}
