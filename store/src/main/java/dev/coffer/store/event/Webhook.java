package dev.coffer.store.event;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of messages that the operator has named.
 *
 * @param name letters, digits, {@code - _}, at most 64
 * @param url http or https, with a host and without credentials or a fragment
 * @param secret signs what is sent; null where nothing is signed
 */
public record Webhook(String name, URI url, @Nullable WebhookSecret secret) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public Webhook {
    if (!isName(name) || !isUrl(url)) {
      throw new IllegalArgumentException("no webhook is called or reached like that");
    }
  }

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public static boolean isUrl(URI url) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null;
  }

  /** Without the address, which may hold a token. */
  @Override
  public String toString() {
    return "Webhook[" + name + "]";
  }
}
