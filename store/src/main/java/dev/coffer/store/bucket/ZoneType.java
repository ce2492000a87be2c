package dev.coffer.store.bucket;

import dev.coffer.storage.Corrupt;

/** What kind of place the zone of a directory bucket is, in Amazon's words. */
public enum ZoneType {
  /** {@code use1-az4}. */
  AVAILABILITY_ZONE(1, "AvailabilityZone", "SingleAvailabilityZone"),
  /** {@code usw2-lax1-az1}. */
  LOCAL_ZONE(2, "LocalZone", "SingleLocalZone");

  private final int code;
  private final String location;
  private final String redundancy;

  ZoneType(int code, String location, String redundancy) {
    this.code = code;
    this.location = location;
    this.redundancy = redundancy;
  }

  /** What is stored. */
  int code() {
    return code;
  }

  /** The type of the location. */
  public String location() {
    return location;
  }

  /** The only redundancy that there is in such a zone. */
  String redundancy() {
    return redundancy;
  }

  static ZoneType of(int code) {
    for (ZoneType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new Corrupt("the type of a bucket's zone is unknown").with("code", code);
  }
}
