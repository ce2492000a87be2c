package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may send which requests, as it is on the wire; the first rule that
 * fits counts. The rules about rules are in {@code store.bucket}.
 */
@XmlRoot("CORSConfiguration")
public record CORSConfiguration(@Element("CORSRule") List<Rule> rules) {
  public CORSConfiguration {
    rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param maxAgeSeconds how long a browser may remember a preflight's answer
   */
  public record Rule(
      @Element("ID") @Nullable String id,
      @Element("AllowedMethod") List<String> allowedMethods,
      @Element("AllowedOrigin") List<String> allowedOrigins,
      @Element("AllowedHeader") List<String> allowedHeaders,
      @Nullable Integer maxAgeSeconds,
      @Element("ExposeHeader") List<String> exposeHeaders) {
    public Rule {
      allowedMethods = List.copyOf(allowedMethods);
      allowedOrigins = List.copyOf(allowedOrigins);
      allowedHeaders = List.copyOf(allowedHeaders);
      exposeHeaders = List.copyOf(exposeHeaders);
    }
  }
}
