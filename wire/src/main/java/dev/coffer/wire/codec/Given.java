package dev.coffer.wire.codec;

import java.util.List;
import java.util.Map;

/** A value as a client sent it, before anybody knows what it should be. */
sealed interface Given {
  /** A text of JSON, or any simple value of a form. */
  record Text(String value) implements Given {}

  /** A number of JSON as it was written. */
  record Numeral(String literal) implements Given {}

  /** True or false in JSON. */
  record Truth(boolean value) implements Given {}

  /** A list of JSON. */
  record Items(List<Given> values) implements Given {}

  /** Named values: an object of JSON; of a form also a list, under {@code member} and numbers. */
  record Members(Map<String, Given> values) implements Given {}

  /** A null inside a list; as a member it counts as absent and does not come this far. */
  record Nothing() implements Given {}
}
