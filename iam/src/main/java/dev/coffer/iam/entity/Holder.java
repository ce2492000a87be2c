package dev.coffer.iam.entity;

/** An entity to which policies can be given. */
public sealed interface Holder extends Entity permits UserRow, GroupRow, RoleRow {
  Holdings holdings();

  /** The same with other policies. */
  Holder with(Holdings changed);
}
