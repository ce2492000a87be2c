package dev.coffer.wire.iam;

/** Spelt as on the wire. */
public enum AssignmentStatusType {
  Assigned,
  Unassigned,
  Any
}
