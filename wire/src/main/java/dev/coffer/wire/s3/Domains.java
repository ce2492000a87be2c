package dev.coffer.wire.s3;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host names under which a bucket may stand in front: {@code BUCKET.localhost}. Amazon's own
 * endpoints are always known. Every other host, an IP address too, means path style.
 */
public final class Domains {
  /** {@code BUCKET.localhost} only. */
  public static final Domains LOCALHOST = new Domains(List.of("localhost"));

  private static final Pattern AMAZON =
      Pattern.compile(
          "(?:(?<bucket>.+?)\\.)?s3(?:-fips)?(?:[.-](?:dualstack\\.)?[a-z]{2,4}(?:-[a-z]+)+-\\d)?"
              + "\\.amazonaws\\.com(?:\\.cn)?");
  private static final Pattern EXPRESS =
      Pattern.compile(
          "(?:(?<bucket>.+?)\\.)?s3express-[a-z0-9-]+\\.(?:dualstack\\.)?[a-z0-9-]+"
              + "\\.amazonaws\\.com(?:\\.cn)?");

  private final List<String> domains;

  /**
   * The longest domain that fits wins.
   *
   * @param domains without a leading dot or port
   */
  public Domains(List<String> domains) {
    this.domains =
        domains.stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** The bucket that a {@code Host} header names; host names have no upper case. */
  public Optional<String> bucket(String host) {
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    for (String domain : domains) {
      if (name.equals(domain)) {
        return Optional.empty();
      }
      if (name.endsWith("." + domain) && name.length() > domain.length() + 1) {
        return Optional.of(name.substring(0, name.length() - domain.length() - 1));
      }
    }
    return amazon(name);
  }

  private static Optional<String> amazon(String name) {
    if (!name.contains(".amazonaws.com")) {
      return Optional.empty();
    }
    for (Pattern pattern : List.of(AMAZON, EXPRESS)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        return Optional.ofNullable(matcher.group("bucket"));
      }
    }
    return Optional.empty();
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }
}
