package dev.coffer.wire.kms;

import java.util.List;

/** A multi-Region key and its replicas. */
public record MultiRegionConfiguration(
    MultiRegionKeyType multiRegionKeyType,
    MultiRegionKey primaryKey,
    List<MultiRegionKey> replicaKeys) {}
