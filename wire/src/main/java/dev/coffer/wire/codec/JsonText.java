package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes records as JSON 1.1 (spec/kms.md §1.7); what is null is left out. */
final class JsonText {
  /** Its buffers are garbage after use: one that is kept for the next would keep a data key. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  private final JsonDialect dialect;
  private final JsonGenerator out;

  private JsonText(JsonDialect dialect, JsonGenerator out) {
    this.dialect = dialect;
    this.out = out;
  }

  static byte[] write(JsonDialect dialect, Record value) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonText(dialect, out).struct(Struct.of(value.getClass()), value);
    }
    return bytes.toByteArray();
  }

  /** An object of texts. */
  static byte[] write(Map<String, String> members) {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      members.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void struct(Struct struct, Object record) {
    out.writeStartObject();
    for (Struct.Field field : struct.fields()) {
      @Nullable Object value = field.of(record);
      if (value != null) {
        out.writeName(dialect.name(field));
        value(field.kind(), value);
      }
    }
    out.writeEndObject();
  }

  private void value(Kind kind, Object value) {
    switch (kind) {
      case Kind.Simple simple -> simple(simple, value);
      case Kind.Choice _ -> out.writeString(((Enum<?>) value).name());
      case Kind.Many many -> {
        out.writeStartArray();
        ((List<?>) value).forEach(item -> value(many.item(), item));
        out.writeEndArray();
      }
      case Kind.Pairs _ -> {
        out.writeStartObject();
        ((Map<?, ?>) value).forEach((k, v) -> out.writeStringProperty((String) k, (String) v));
        out.writeEndObject();
      }
      case Kind.Nested(Struct struct) -> struct(struct, value);
    }
  }

  private void simple(Kind.Simple kind, Object value) {
    switch (kind) {
      case TEXT -> out.writeString((String) value);
      case INTEGER -> out.writeNumber((Integer) value);
      case LONG -> out.writeNumber((Long) value);
      case TRUTH -> out.writeBoolean((Boolean) value);
      case TIME -> out.writeNumber(seconds((Instant) value));
      case BYTES -> out.writeBinary(((Blob) value).toArray());
    }
  }

  /** {@code 1795452158.49}: milliseconds at most, no zeros behind. */
  private static String seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3).stripTrailingZeros().toPlainString();
  }
}
