package dev.coffer.iam.entity;

import dev.coffer.storage.FieldWriter;

/** What has a name, a path and a unique id of its own. */
public sealed interface Entity permits Holder, Bounded, PolicyRow {
  Kind kind();

  Naming naming();

  /** The row, version in front. */
  FieldWriter encode();

  default String id() {
    return naming().id();
  }

  default String name() {
    return naming().name();
  }

  default String arn(String accountId) {
    return kind().arn(accountId, naming().path(), naming().name());
  }
}
