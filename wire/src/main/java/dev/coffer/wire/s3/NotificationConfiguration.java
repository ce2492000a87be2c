package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of which events, as it is on the wire; empty for nobody. The rules about it are in
 * {@code store.event}.
 */
@XmlRoot("NotificationConfiguration")
public record NotificationConfiguration(
    @Element("TopicConfiguration") List<Topic> topics,
    @Element("QueueConfiguration") List<Queue> queues,
    @Element("CloudFunctionConfiguration") List<CloudFunction> functions) {
  /** Nobody is told. */
  public static final NotificationConfiguration NONE =
      new NotificationConfiguration(List.of(), List.of(), List.of());

  public NotificationConfiguration {
    topics = List.copyOf(topics);
    queues = List.copyOf(queues);
    functions = List.copyOf(functions);
  }

  /** A topic that is told. */
  public record Topic(
      @Nullable String id,
      String topic,
      @Element("Event") List<String> events,
      @Nullable Filter filter) {
    public Topic {
      events = List.copyOf(events);
    }
  }

  /** A queue that is to be told. */
  public record Queue(
      @Nullable String id,
      String queue,
      @Element("Event") List<String> events,
      @Nullable Filter filter) {
    public Queue {
      events = List.copyOf(events);
    }
  }

  /** A function that is to be called. */
  public record CloudFunction(
      @Nullable String id,
      String cloudFunction,
      @Element("Event") List<String> events,
      @Nullable Filter filter) {
    public CloudFunction {
      events = List.copyOf(events);
    }
  }

  /** Of which object keys one is told. */
  public record Filter(@Element("S3Key") @Nullable Keys keys) {}

  /** The rules about keys; all of them must hold. */
  public record Keys(@Element("FilterRule") List<Rule> rules) {
    public Keys {
      rules = List.copyOf(rules);
    }
  }

  /**
   * One rule.
   *
   * @param name prefix or suffix, whatever the case
   */
  public record Rule(@Nullable String name, @Nullable String value) {}
}
