package dev.coffer.store.event;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rule: of which events, of which object keys, one topic is told.
 *
 * @param topic its ARN
 * @param events names as they were put, wildcards among them
 * @param prefix that the key begins with; null for any
 * @param suffix that the key ends with; null for any
 */
public record NotificationRule(
    String id,
    String topic,
    List<String> events,
    @Nullable String prefix,
    @Nullable String suffix) {
  public NotificationRule {
    events = List.copyOf(events);
  }

  boolean filtered() {
    return prefix != null || suffix != null;
  }

  boolean fits(EventKind kind, String objectKey) {
    return (prefix == null || objectKey.startsWith(prefix))
        && (suffix == null || objectKey.endsWith(suffix))
        && kinds().contains(kind);
  }

  /** Whether an event can be thought of that fits both. */
  boolean overlaps(NotificationRule other) {
    return kinds().stream().anyMatch(other.kinds()::contains)
        && prefixesOverlap(text(prefix), text(other.prefix))
        && suffixesOverlap(text(suffix), text(other.suffix));
  }

  private Set<EventKind> kinds() {
    return events.stream()
        .flatMap(name -> EventKind.named(name).orElse(Set.of()).stream())
        .collect(Collectors.toSet());
  }

  private static boolean prefixesOverlap(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  private static boolean suffixesOverlap(String one, String other) {
    return one.endsWith(other) || other.endsWith(one);
  }

  private static String text(@Nullable String filter) {
    return filter == null ? "" : filter;
  }
}
