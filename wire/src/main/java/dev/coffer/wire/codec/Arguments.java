package dev.coffer.wire.codec;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The named values of a message: headers without regard to case, and query parameters.
 *
 * <p>A presigned URL may carry {@code x-amz-} headers as signed query parameters; those count as
 * headers. A name that is given twice with different values is refused when somebody asks for it,
 * since whichever value we took, another party may have checked the other one.
 */
public final class Arguments {
  private static final String AMZ = "x-amz-";
  private static final Set<String> SIGNING =
      Set.of(
          "x-amz-algorithm",
          "x-amz-credential",
          "x-amz-date",
          "x-amz-expires",
          "x-amz-signedheaders",
          "x-amz-signature",
          "x-amz-security-token");

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, List<String>> repeated = new HashMap<>();
  private final Map<String, List<String>> repeatedParameters = new HashMap<>();

  private Arguments() {}

  /** The values of a request, with the headers that a presigned URL carries. */
  public static Arguments of(Request request) {
    var arguments = of(request.headers());
    Query query = query(request);
    query.parameters().forEach(p -> arguments.addParameter(p.name(), p.value()));
    if (query.has("X-Amz-Signature")) {
      arguments.hoist(query);
    }
    return arguments;
  }

  static Arguments of(Headers fields) {
    var arguments = new Arguments();
    fields.fields().forEach(field -> arguments.addHeader(field.name(), field.value()));
    return arguments;
  }

  private static Query query(Request request) {
    try {
      return request.query();
    } catch (MalformedMessage e) {
      throw S3Error.InvalidURI.refusal();
    }
  }

  private void hoist(Query query) {
    for (Query.Parameter parameter : query.parameters()) {
      String name = parameter.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(AMZ) && !SIGNING.contains(name)) {
        addHeader(name, parameter.value());
      }
    }
  }

  private void addHeader(String name, String value) {
    add(headers, repeated, name.toLowerCase(Locale.ROOT), value);
  }

  private void addParameter(String name, String value) {
    add(parameters, repeatedParameters, name, value);
  }

  private static void add(
      Map<String, String> first, Map<String, List<String>> all, String name, String value) {
    String before = first.putIfAbsent(name, value);
    if (before != null) {
      all.computeIfAbsent(name, n -> new ArrayList<>(List.of(before))).add(value);
    }
  }

  /** The header's value; its name in lower case. */
  public @Nullable String header(String name) {
    List<String> values = repeated.get(name);
    if (values != null && values.stream().distinct().count() > 1) {
      throw S3Error.InvalidRequest.because("A header is given more than once with other values")
          .with("Header", name);
    }
    return headers.get(name);
  }

  /** The query parameter's value; null when there is none. */
  public @Nullable String parameter(String name) {
    List<String> values = repeatedParameters.get(name);
    if (values != null && values.stream().distinct().count() > 1) {
      throw S3Error.InvalidArgument.because(
              "A query parameter is given more than once with other values")
          .with("ArgumentName", name);
    }
    return parameters.get(name);
  }

  boolean hasParameter(String name) {
    return parameters.containsKey(name);
  }

  /** Whether the header is there; its name in lower case. */
  public boolean hasHeader(String name) {
    return headers.containsKey(name);
  }

  Set<String> headerNames() {
    return headers.keySet();
  }

  Set<String> parameterNames() {
    return parameters.keySet();
  }

  /** The headers with the prefix, keyed without it; repeated ones are joined by a comma. */
  public Map<String, String> withPrefix(String prefix) {
    var found = new LinkedHashMap<String, String>();
    headers.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        List<String> values = repeated.getOrDefault(name, List.of(value));
        found.put(name.substring(prefix.length()), String.join(",", values));
      }
    });
    return found;
  }
}
