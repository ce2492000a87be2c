package dev.coffer.server.config;

import dev.coffer.store.event.Webhook;
import dev.coffer.store.event.WebhookSecret;
import dev.coffer.store.event.Webhooks;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks that the operator names: {@code NAME=URL}, and {@code NAME=FILE} for their secrets.
 */
record WebhookOptions(Map<String, URI> urls, Map<String, Path> secrets) {
  static final WebhookOptions NONE = new WebhookOptions(Map.of(), Map.of());

  private static final String FLAG = "--webhook";
  private static final String SECRET_FLAG = "--webhook-secret";

  /** Reads the flags; what cannot be is a wrong use of them. */
  static WebhookOptions parse(List<String> webhooks, List<String> secrets) {
    var urls = new LinkedHashMap<String, URI>();
    for (String webhook : webhooks) {
      String name = name(FLAG, webhook);
      if (urls.put(name, url(name, rest(webhook))) != null) {
        throw wrong(FLAG + " names " + name + " twice");
      }
    }
    if (urls.size() > Webhooks.MOST) {
      throw wrong("there are at most " + Webhooks.MOST + " webhooks");
    }
    var files = new LinkedHashMap<String, Path>();
    for (String secret : secrets) {
      String name = name(SECRET_FLAG, secret);
      if (!urls.containsKey(name) || files.put(name, Path.of(rest(secret))) != null) {
        throw wrong(SECRET_FLAG + " is said once, of a name that " + FLAG + " has: " + name);
      }
    }
    return new WebhookOptions(urls, files);
  }

  private static String name(String flag, String option) {
    int equals = option.indexOf('=');
    String name = equals < 0 ? "" : option.substring(0, equals);
    if (!Webhook.isName(name)) {
      throw wrong(flag + " begins with a name of letters, digits, - and _, and an equals sign");
    }
    return name;
  }

  private static String rest(String option) {
    return option.substring(option.indexOf('=') + 1);
  }

  /** The address may hold a token, so no failure repeats it. */
  private static URI url(String name, String text) {
    try {
      URI url = new URI(text);
      if (Webhook.isUrl(url)) {
        return url;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw wrong(
        FLAG + " " + name + " needs an http or https address without credentials or a fragment");
  }

  private static StartFailure wrong(String text) {
    return new StartFailure(ExitCode.USAGE, text);
  }

  /** The webhooks; their secrets are read from their files, and closed with what was opened. */
  Webhooks open(String hostId, Opened opened) {
    var all = new ArrayList<Webhook>();
    urls.forEach((name, url) -> all.add(new Webhook(name, url, secret(name, opened))));
    return new Webhooks(all, hostId);
  }

  private @Nullable WebhookSecret secret(String name, Opened opened) {
    Path file = secrets.get(name);
    if (file == null) {
      return null;
    }
    try {
      return opened.keep(
          WebhookSecret.parse(SecretLines.first(file))
              .orElseThrow(() ->
                  new StartFailure(
                      ExitCode.CONFIGURATION,
                      "the first line of " + file + " is not 32 bytes in base64")));
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "the webhook's secret cannot be read: " + e.getMessage(), e);
    }
  }
}
