package dev.coffer.client;

import dev.coffer.wire.http.Percent;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a server, and how buckets are addressed on it. */
final class Endpoint {
  private static final Pattern HOST_LABELS =
      Pattern.compile(
          "(?=.{3,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final String scheme;
  private final String host;
  private final String portSuffix;
  private final Addressing addressing;

  /** Where a request goes: host and path as the first lines of the request spell them. */
  record Target(String scheme, String host, String rawPath) {
    URI uri(String rawQuery) {
      return URI.create(scheme + "://" + host + rawPath + "?" + rawQuery);
    }
  }

  Endpoint(URI uri, Addressing addressing) {
    check(uri);
    this.scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    this.host = uri.getHost();
    this.portSuffix = port(uri, scheme);
    this.addressing = addressing;
  }

  /** The name is one segment of the path, whatever characters it has, or part of the host. */
  Target target(String bucket) {
    return byHost(bucket)
        ? new Target(scheme, bucket + "." + host + portSuffix, "/")
        : new Target(scheme, host + portSuffix, "/" + segment(bucket));
  }

  private boolean byHost(String bucket) {
    return addressing == Addressing.VIRTUAL_HOST
        && !IP_ADDRESS.matcher(host).matches()
        && HOST_LABELS.matcher(bucket).matches()
        && !(scheme.equals("https") && bucket.indexOf('.') >= 0);
  }

  /** Dots need no coding, but a bare {@code ..} would be taken for a way up by some proxies. */
  private static String segment(String bucket) {
    boolean dots = bucket.equals(".") || bucket.equals("..");
    return dots ? bucket.replace(".", "%2E") : Percent.encode(bucket);
  }

  private static String port(URI uri, String scheme) {
    int standard = scheme.equals("https") ? 443 : 80;
    return uri.getPort() == -1 || uri.getPort() == standard ? "" : ":" + uri.getPort();
  }

  private static void check(URI uri) {
    String path = uri.getRawPath();
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean bare =
        (path == null || path.isEmpty() || path.equals("/"))
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    if ((!http && !https) || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException("an endpoint is http(s)://host[:port]");
    }
  }
}
