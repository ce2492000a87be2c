package dev.coffer.kms.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.Bytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines of a log that are no events: what opens a file, and what tells of trouble. Their member
 * {@code record}, which no event has, says which. Source: docs/formats/audit-log-v1.md §3.
 */
final class ServiceLines {
  static final String FORMAT = "coffer-audit-log";

  private static final JsonMapper JSON = new JsonMapper();

  private ServiceLines() {}

  /** The first line of a file, with which it can be read without those before it. */
  static Bytes file(Chain chain, long number, Link previous, Instant now) {
    var members = new LinkedHashMap<String, Object>();
    members.put("record", "file");
    members.put("format", FORMAT);
    members.put("version", Chain.VERSION);
    members.put("installation", chain.installation().toString());
    members.put("stream", chain.stream());
    members.put("file", number);
    members.put("opened", seconds(now));
    members.put("previous", previous.mac().toHex());
    return json(members);
  }

  /** The first line after a time in which lines could not be kept. */
  static Bytes gap(Trouble trouble, Instant until) {
    var members = new LinkedHashMap<String, Object>();
    members.put("record", "gap");
    members.put("since", seconds(trouble.since()));
    members.put("until", seconds(until));
    members.put("reason", trouble.reason());
    members.put("refused", trouble.refused());
    members.put("lost", trouble.lost());
    return json(members);
  }

  /** What was found amiss when the log was opened. */
  static Bytes recovered(String found, List<String> setAside) {
    var members = new LinkedHashMap<String, Object>();
    members.put("record", "recovered");
    members.put("found", found);
    members.put("setAside", setAside);
    return json(members);
  }

  /**
   * A time in which lines could not be kept.
   *
   * @param refused calls that were not done or not answered for it
   * @param lost lines of what was done
   */
  record Trouble(Instant since, String reason, long refused, long lost) {}

  private static Bytes json(Map<String, Object> members) {
    return Bytes.copyOf(JSON.writeValueAsString(members).getBytes(UTF_8));
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
