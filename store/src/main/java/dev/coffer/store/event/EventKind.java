package dev.coffer.store.event;

import dev.coffer.storage.Corrupt;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What can happen to an object here, named as Amazon names it. Source: Amazon S3 User Guide, "Event
 * notification types and destinations"; versions of messages as clients recorded them.
 */
public enum EventKind {
  PUT(1, "ObjectCreated:Put"),
  POST(2, "ObjectCreated:Post"),
  COPY(3, "ObjectCreated:Copy"),
  COMPLETE_UPLOAD(4, "ObjectCreated:CompleteMultipartUpload"),
  DELETE(5, "ObjectRemoved:Delete"),
  DELETE_MARKER(6, "ObjectRemoved:DeleteMarkerCreated"),
  PUT_TAGS(7, "ObjectTagging:Put"),
  DELETE_TAGS(8, "ObjectTagging:Delete"),
  EXPIRE(9, "LifecycleExpiration:Delete"),
  EXPIRE_BY_MARKER(10, "LifecycleExpiration:DeleteMarkerCreated");

  private static final String SERVICE = "s3:";
  private static final String ANY = "*";
  private static final String OLD_VERSION = "2.1";
  private static final String LATER_VERSION = "2.3";

  /** What Amazon knows, and what never happens here. */
  private static final Set<String> NEVER =
      Set.of(
          "s3:ReducedRedundancyLostObject",
          "s3:ObjectRestore:*",
          "s3:ObjectRestore:Post",
          "s3:ObjectRestore:Completed",
          "s3:ObjectRestore:Delete",
          "s3:Replication:*",
          "s3:Replication:OperationFailedReplication",
          "s3:Replication:OperationNotTracked",
          "s3:Replication:OperationMissedThreshold",
          "s3:Replication:OperationReplicatedAfterThreshold",
          "s3:LifecycleTransition",
          "s3:IntelligentTiering",
          "s3:ObjectAcl:Put",
          "s3:ObjectAnnotation:*",
          "s3:ObjectAnnotation:Put",
          "s3:ObjectAnnotation:Delete");

  private final int code;
  private final String shown;

  EventKind(int code, String shown) {
    this.code = code;
    this.shown = shown;
  }

  /** In messages: {@code ObjectCreated:Put}. */
  public String shown() {
    return shown;
  }

  /** The version of Amazon's message. */
  String messageVersion() {
    return switch (this) {
      case PUT, POST, COPY, COMPLETE_UPLOAD, DELETE, DELETE_MARKER -> OLD_VERSION;
      case PUT_TAGS, DELETE_TAGS, EXPIRE, EXPIRE_BY_MARKER -> LATER_VERSION;
    };
  }

  /** Whether the object came to be by it, so that its message describes the object. */
  boolean creates() {
    return shown.startsWith("ObjectCreated");
  }

  /** Whether the tags alone changed; such messages have no sequencer. */
  boolean ofTags() {
    return this == PUT_TAGS || this == DELETE_TAGS;
  }

  /** In rows. */
  int code() {
    return code;
  }

  static EventKind ofCode(int code) {
    return Arrays.stream(values())
        .filter(kind -> kind.code == code)
        .findFirst()
        .orElseThrow(() -> new Corrupt("an event is of an unknown kind"));
  }

  /** What a configuration's name stands for; empty for a name that stands for nothing here. */
  static Optional<Set<EventKind>> named(String name) {
    var kinds = EnumSet.noneOf(EventKind.class);
    for (EventKind kind : values()) {
      if (kind.hasName(name)) {
        kinds.add(kind);
      }
    }
    return kinds.isEmpty() ? Optional.empty() : Optional.of(kinds);
  }

  /** Whether Amazon knows the name of something that cannot happen here. */
  static boolean never(String name) {
    return NEVER.contains(name);
  }

  private boolean hasName(String name) {
    return name.equals(SERVICE + shown)
        || name.equals(SERVICE + shown.substring(0, shown.indexOf(':') + 1) + ANY);
  }
}
