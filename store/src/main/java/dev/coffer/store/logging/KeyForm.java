package dev.coffer.store.logging;

import dev.coffer.storage.Corrupt;

/** What follows the prefix in the keys of log objects. */
public enum KeyForm {
  /** Nothing was said, which means {@link #SIMPLE}. */
  UNSAID(0),
  /** The time of delivery and a unique string. */
  SIMPLE(1),
  /** Partitions, by the day of the requests. */
  BY_EVENT(2),
  /** Partitions, by the time of delivery. */
  BY_DELIVERY(3);

  private final int code;

  KeyForm(int code) {
    this.code = code;
  }

  /** As rows hold it. */
  int code() {
    return code;
  }

  static KeyForm of(int code) {
    for (KeyForm form : values()) {
      if (form.code == code) {
        return form;
      }
    }
    throw new Corrupt("an unknown form of keys of log objects");
  }
}
