package dev.coffer.iam.policy;

import java.util.List;
import java.util.Map;

/** A JSON value as a policy needs it: numbers keep their text, objects their order. */
sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {}

  /** A number, as it was written. */
  record Numeral(String written) implements Json {}

  /** True or false. */
  record Truth(boolean value) implements Json {}

  /** Null, which no element of a policy may be. */
  record Nothing() implements Json {}

  /** An array. */
  record Array(List<Json> items) implements Json {}

  /** An object without duplicate names. */
  record Members(Map<String, Json> byName) implements Json {}
}
