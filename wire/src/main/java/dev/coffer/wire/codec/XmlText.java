package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes records as the query protocol's XML; what is null is left out, an empty list is not. */
final class XmlText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final XmlWriter out;

  XmlText(XmlWriter out) {
    this.out = out;
  }

  void members(Struct struct, Object record) {
    for (Struct.Field field : struct.fields()) {
      @Nullable Object value = field.of(record);
      if (value != null) {
        element(field.wire(), field.kind(), value);
      }
    }
  }

  private void element(String name, Kind kind, Object value) {
    switch (kind) {
      case Kind.Simple simple -> out.element(name, simple(simple, value));
      case Kind.Choice _ -> out.element(name, ((Enum<?>) value).name());
      case Kind.Many many -> {
        out.open(name);
        ((List<?>) value).forEach(item -> element("member", many.item(), item));
        out.close(name);
      }
      case Kind.Nested(Struct struct) -> {
        out.open(name);
        members(struct, value);
        out.close(name);
      }
      case Kind.Pairs _ -> throw new IllegalStateException("no answer has a map: " + name);
    }
  }

  private static String simple(Kind.Simple kind, Object value) {
    return switch (kind) {
      case TEXT, INTEGER, LONG, TRUTH -> value.toString();
      case TIME -> TIME.format((Instant) value);
      case BYTES -> Base64.getEncoder().encodeToString(((Blob) value).toArray());
    };
  }
}
