package dev.coffer.wire.iam;

/** Spelt as on the wire. */
public enum EntityType {
  User,
  Role,
  Group,
  LocalManagedPolicy,
  AWSManagedPolicy
}
