package dev.coffer.store.event;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of this store by name, each of which is a topic of every account: {@code
 * arn:aws:sns:REGION:ACCOUNT:NAME}.
 */
public final class Webhooks {
  /** How many there may be; each has a thread. */
  public static final int MOST = 32;

  /** Nobody is told of anything. */
  public static final Webhooks NONE = new Webhooks(List.of(), "");

  private static final String TOPIC = "arn:aws:sns:";

  private final Map<String, Webhook> byName = new LinkedHashMap<>();
  private final String hostId;

  /**
   * The webhooks, of different names.
   *
   * @param hostId who answers requests, as messages show it
   */
  public Webhooks(List<Webhook> webhooks, String hostId) {
    this.hostId = hostId;
    for (Webhook webhook : webhooks) {
      if (byName.put(webhook.name(), webhook) != null || byName.size() > MOST) {
        throw new IllegalArgumentException("two webhooks of a name, or too many");
      }
    }
  }

  public Collection<Webhook> all() {
    return byName.values();
  }

  public String hostId() {
    return hostId;
  }

  /** The webhook that is that topic of the account. */
  public Optional<Webhook> find(String arn, String region, String account) {
    String begin = TOPIC + region + ":" + account + ":";
    return arn.startsWith(begin)
        ? Optional.ofNullable(byName.get(arn.substring(begin.length())))
        : Optional.empty();
  }

  /** The name in a topic's ARN, whether there is such a webhook or not. */
  public static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  public @Nullable Webhook named(String name) {
    return byName.get(name);
  }
}
