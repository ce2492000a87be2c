package dev.coffer.wire.kms;

/** The part of a key among its replicas. */
public enum MultiRegionKeyType {
  PRIMARY,
  REPLICA
}
