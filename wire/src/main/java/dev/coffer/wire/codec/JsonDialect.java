package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.rpc.JsonError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Requests over JSON 1.1 (spec/kms.md §1): numbers and texts are not taken for each other, base64
 * is standard and padded, instants are seconds since 1970.
 *
 * @param administration whether it is our own, with names as they are and nothing unknown
 */
record JsonDialect(boolean administration) implements Dialect {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  /** What no instant needs more of; a larger exponent is none that BigDecimal is sure to take. */
  private static final Pattern SECONDS =
      Pattern.compile("-?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?");

  private static final BigDecimal LATEST = new BigDecimal("253402300799.999"); // end of year 9999

  @Override
  public String name(Struct.Field field) {
    return administration ? field.own() : field.wire();
  }

  @Override
  public String text(Given given, String path) {
    if (given instanceof Given.Text text) {
      return text.value();
    }
    throw wrong(given, "String");
  }

  @Override
  public long whole(Given given, boolean wide, String path) {
    if (given instanceof Given.Numeral number && WHOLE.matcher(number.literal()).matches()) {
      long value = Long.parseLong(number.literal());
      if (wide || value == (int) value) {
        return value;
      }
    }
    throw wrong(given, wide ? "Long" : "Integer");
  }

  @Override
  public boolean truth(Given given, String path) {
    if (given instanceof Given.Truth truth) {
      return truth.value();
    }
    throw wrong(given, "Boolean");
  }

  @Override
  public Instant time(Given given, String path) {
    if (given instanceof Given.Numeral number && SECONDS.matcher(number.literal()).matches()) {
      var seconds = new BigDecimal(number.literal());
      if (seconds.signum() >= 0 && seconds.compareTo(LATEST) <= 0 && seconds.scale() <= 18) {
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
      }
    }
    throw wrong(given, "Timestamp");
  }

  @Override
  public byte[] bytes(Given given, String path) {
    String text = given instanceof Given.Text(String value) ? value : null;
    if (text == null) {
      throw wrong(given, "Blob");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // refused below, like base64 in another form
    }
    throw JsonError.SerializationException.because("A blob is not standard base64 with padding");
  }

  @Override
  public List<Given> items(Given given, String path) {
    if (given instanceof Given.Items items) {
      return items.values();
    }
    throw given instanceof Given.Members
        ? JsonError.SerializationException.because(
            "Start of structure or map found where not expected.")
        : JsonError.SerializationException.because("Expected list or null");
  }

  @Override
  public Map<String, Given> members(Given given, String path) {
    if (given instanceof Given.Members members) {
      return members.values();
    }
    throw given instanceof Given.Items
        ? JsonError.SerializationException.because("Start of list found where not expected")
        : JsonError.SerializationException.because("Expected structure or null");
  }

  @Override
  public void unbound(String path, Given given, RpcFacts.Operation facts) {
    if (administration) {
      throw JsonError.ValidationException.because("There is no member " + path);
    }
    boolean asksForNothing = given instanceof Given.Truth(boolean value) && !value;
    if (!asksForNothing && facts.input(path).isPresent()) {
      throw JsonError.UnsupportedOperationException.because(
          "The member " + path + " of " + facts.name() + " is not implemented");
    }
  }

  @Override
  public RuntimeException invalid(String text) {
    return JsonError.ValidationException.because(text);
  }

  /** What does not parse. */
  static RuntimeException malformed(MalformedMessage cause) {
    return JsonError.SerializationException.because(
        "The request is not well-formed: " + cause.getMessage());
  }

  private static RuntimeException wrong(Given given, String wanted) {
    String found =
        switch (given) {
          case Given.Text _ -> "STRING_VALUE";
          case Given.Numeral number ->
              WHOLE.matcher(number.literal()).matches() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
          case Given.Truth truth -> truth.value() ? "TRUE_VALUE" : "FALSE_VALUE";
          case Given.Nothing _ -> "NULL_VALUE";
          case Given.Items _ -> "";
          case Given.Members _ -> "";
        };
    return JsonError.SerializationException.because(
        switch (given) {
          case Given.Items _ -> "Start of list found where not expected";
          case Given.Members _ -> "Start of structure or map found where not expected.";
          default -> found + " cannot be converted to " + wanted;
        });
  }
}
