package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory.Endpoint;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of Amazon's own hosts for directory buckets: {@code s3express-control.REGION} or {@code
 * BUCKET.s3express-ZONE.REGION}, with {@code -fips} and {@code dualstack}.
 *
 * @param zone of the zonal endpoint; null at the regional one
 */
public record DirectoryHost(Endpoint endpoint, @Nullable String zone) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?:.+\\.)?s3express-(?:control(?:-fips)?|(?:fips-)?(?<zone>[a-z0-9-]+))"
              + "\\.(?:dualstack\\.)?[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?(?::\\d+)?");

  /** The endpoint that a {@code Host} header names; empty for every other host. */
  public static Optional<DirectoryHost> find(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    Matcher matcher = HOST.matcher(name);
    if (!name.contains("s3express-") || !matcher.matches()) {
      return Optional.empty();
    }
    String zone = matcher.group("zone");
    return Optional.of(new DirectoryHost(zone == null ? Endpoint.REGIONAL : Endpoint.ZONAL, zone));
  }
}
