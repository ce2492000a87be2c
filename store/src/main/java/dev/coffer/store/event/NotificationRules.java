package dev.coffer.store.event;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.NotificationConfiguration;
import dev.coffer.wire.s3.NotificationConfiguration.CloudFunction;
import dev.coffer.wire.s3.NotificationConfiguration.Filter;
import dev.coffer.wire.s3.NotificationConfiguration.Keys;
import dev.coffer.wire.s3.NotificationConfiguration.Queue;
import dev.coffer.wire.s3.NotificationConfiguration.Rule;
import dev.coffer.wire.s3.NotificationConfiguration.Topic;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's rules about who is told of what. No two of them fit the same event.
 *
 * <p>Limits: {@value #MAX_RULES} rules in a row of 64 KiB; a filter's value has 1,024 bytes.
 * Source: Amazon S3 User Guide, "Configuring event notifications using object key name filtering";
 * refusals as clients recorded them. Whether the topics are there is not decided here.
 */
public final class NotificationRules {
  /** How many rules a bucket may have. */
  public static final int MAX_RULES = 100;

  private static final int MAX_BYTES = 64_000;
  private static final int MAX_ID_CHARS = 255;
  private static final int GIVEN_ID_BYTES = 16;

  private final List<NotificationRule> rules;

  private NotificationRules(List<NotificationRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** A destination that somebody asks for: what kind it is, and its ARN. */
  public record Destination(DestinationKind kind, String arn) {
    /** What Amazon says of one that is not there. */
    public Unreachable missing() {
      return switch (kind) {
        case TOPIC -> new Unreachable(arn, "The destination topic does not exist");
        case QUEUE -> new Unreachable(arn, "The destination queue does not exist");
        case FUNCTION ->
            new Unreachable(arn + ", null", "Not authorized to invoke function [" + arn + "]");
      };
    }
  }

  /** A destination that cannot be used, as Amazon names it, and why. */
  public record Unreachable(String destination, String reason) {}

  /** What Amazon can tell. */
  public enum DestinationKind {
    TOPIC("Topic", "sns"),
    QUEUE("Queue", "sqs"),
    FUNCTION("CloudFunction", "lambda");

    private final String element;
    private final String service;

    DestinationKind(String element, String service) {
      this.element = element;
      this.service = service;
    }
  }

  /** What a client asks for, found to be in order but for whether its destinations are there. */
  public record Asked(NotificationRules rules, List<Destination> destinations) {
    public Asked {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * Reads what a client puts; a rule without an id gets one.
   *
   * @throws S3Exception MalformedXML, InvalidArgument, NotImplemented for events that never happen
   */
  public static Asked of(NotificationConfiguration asked, Entropy entropy) {
    var rules = new ArrayList<NotificationRule>();
    var destinations = new ArrayList<Destination>();
    for (Topic topic : asked.topics()) {
      destinations.add(new Destination(DestinationKind.TOPIC, topic.topic()));
      rules.add(rule(topic.id(), topic.topic(), topic.events(), topic.filter(), entropy));
    }
    for (Queue queue : asked.queues()) {
      destinations.add(new Destination(DestinationKind.QUEUE, queue.queue()));
      rules.add(rule(queue.id(), queue.queue(), queue.events(), queue.filter(), entropy));
    }
    for (CloudFunction function : asked.functions()) {
      String arn = function.cloudFunction();
      destinations.add(new Destination(DestinationKind.FUNCTION, arn));
      rules.add(rule(function.id(), arn, function.events(), function.filter(), entropy));
    }
    destinations.forEach(NotificationRules::requireArn);
    requireTogether(rules);
    var read = new NotificationRules(rules);
    if (rules.size() > MAX_RULES || read.encode().size() > MAX_BYTES) {
      throw S3Error.MalformedXML.refusal();
    }
    return new Asked(read, destinations);
  }

  private static NotificationRule rule(
      @Nullable String id,
      String arn,
      List<String> events,
      @Nullable Filter filter,
      Entropy entropy) {
    if (events.isEmpty() || (id != null && id.length() > MAX_ID_CHARS)) {
      throw S3Error.MalformedXML.refusal();
    }
    events.forEach(NotificationRules::requireEvent);
    String given =
        id == null || id.isEmpty() ? Bytes.copyOf(entropy.bytes(GIVEN_ID_BYTES)).toHex() : id;
    return NotificationFilter.read(filter).rule(given, arn, events);
  }

  private static void requireEvent(String name) {
    if (EventKind.never(name)) {
      throw S3Error.NotImplemented.because("Event " + name + " is not implemented")
          .with("Element", "Event")
          .with("Value", name);
    }
    if (EventKind.named(name).isEmpty()) {
      throw invalid("A specified event is not supported for notifications.", "Event", name);
    }
  }

  private static void requireArn(Destination of) {
    String begin = "arn:aws:" + of.kind().service + ":";
    if (!of.arn().startsWith(begin) || of.arn().split(":", -1).length < 6) {
      throw invalid("The ARN could not be parsed", of.kind().element, of.arn());
    }
  }

  private static void requireTogether(List<NotificationRule> rules) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < rules.size(); i++) {
      NotificationRule rule = rules.get(i);
      if (!ids.add(rule.id())) {
        throw invalid("Configuration ids must be unique", "Id", rule.id());
      }
      rules.subList(0, i).forEach(before -> requireApart(before, rule));
    }
  }

  private static void requireApart(NotificationRule one, NotificationRule other) {
    if (one.overlaps(other)) {
      throw S3Error.InvalidArgument.because(
          one.filtered() || other.filtered()
              ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two"
                  + " rules if the prefixes are overlapping for the same event type."
              : "Configurations overlap. Configurations on the same bucket cannot share a common"
                  + " event type.");
    }
  }

  static S3Exception invalid(String text, String name, String value) {
    return S3Error.InvalidArgument.because(text)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  /** Whether nobody is told. */
  public boolean none() {
    return rules.isEmpty();
  }

  /** The ARNs of the topics, as they were put. */
  public List<String> topics() {
    return rules.stream().map(NotificationRule::topic).distinct().toList();
  }

  /** The rule that says who is told of such an event. */
  public Optional<NotificationRule> fitting(EventKind kind, String objectKey) {
    return rules.stream().filter(rule -> rule.fits(kind, objectKey)).findFirst();
  }

  /** As clients see them. */
  public NotificationConfiguration shown() {
    List<Topic> topics = rules.stream().map(NotificationRules::shown).toList();
    return new NotificationConfiguration(topics, List.of(), List.of());
  }

  private static Topic shown(NotificationRule rule) {
    var keys = new ArrayList<Rule>();
    if (rule.prefix() != null) {
      keys.add(new Rule("Prefix", rule.prefix()));
    }
    if (rule.suffix() != null) {
      keys.add(new Rule("Suffix", rule.suffix()));
    }
    Filter filter = keys.isEmpty() ? null : new Filter(new Keys(keys));
    return new Topic(rule.id(), rule.topic(), rule.events(), filter);
  }

  public Bytes encode() {
    return new FieldWriter()
        .list(
            rules,
            (out, rule) ->
                out.string(rule.id())
                    .string(rule.topic())
                    .list(rule.events(), FieldWriter::string)
                    .nullableString(rule.prefix())
                    .nullableString(rule.suffix()))
        .toBytes();
  }

  public static NotificationRules decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    List<NotificationRule> rules =
        in.list(from ->
            new NotificationRule(
                from.string(),
                from.string(),
                from.list(FieldReader::string),
                from.nullableString(),
                from.nullableString()));
    in.requireEnd();
    return new NotificationRules(rules);
  }
}
