package dev.coffer.iam.entity;

import org.jspecify.annotations.Nullable;

/** An entity that can have a permissions boundary. */
public sealed interface Bounded extends Entity permits UserRow, RoleRow {
  @Nullable Attached boundary();

  /** The same with another boundary, or none. */
  Bounded with(@Nullable Attached changed);
}
