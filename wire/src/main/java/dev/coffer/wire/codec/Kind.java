package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a member of an operation that is called by name is. */
sealed interface Kind {
  /** A value without parts. */
  enum Simple implements Kind {
    TEXT,
    INTEGER,
    LONG,
    TRUTH,
    TIME,
    BYTES
  }

  /**
   * One of some names.
   *
   * @param constants by name, in the order in which they are declared
   */
  record Choice(Map<String, Object> constants) implements Kind {}

  /** A list; the rules are those of each item. */
  record Many(Kind item, Rules rules) implements Kind {}

  /** Texts by text. */
  record Pairs() implements Kind {}

  /** A record. */
  record Nested(Struct struct) implements Kind {}

  Map<Class<?>, Simple> SIMPLE =
      Map.of(
          String.class, Simple.TEXT,
          int.class, Simple.INTEGER,
          Integer.class, Simple.INTEGER,
          long.class, Simple.LONG,
          Long.class, Simple.LONG,
          boolean.class, Simple.TRUTH,
          Boolean.class, Simple.TRUTH,
          Instant.class, Simple.TIME,
          Blob.class, Simple.BYTES);

  /** The kind of a component or of a list's items. */
  static Kind of(AnnotatedType annotated) {
    Class<?> type = raw(annotated.getType());
    Simple simple = SIMPLE.get(type);
    if (simple != null) {
      return simple;
    }
    if (type == List.class && annotated instanceof AnnotatedParameterizedType list) {
      AnnotatedType item = list.getAnnotatedActualTypeArguments()[0];
      return new Many(of(item), Rules.of(item));
    }
    if (type == Map.class && isTexts(annotated.getType())) {
      return new Pairs();
    }
    return type.isEnum() ? choice(type) : new Nested(Struct.of(type));
  }

  private static Kind choice(Class<?> type) {
    var constants = new LinkedHashMap<String, Object>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return new Choice(constants);
  }

  private static boolean isTexts(Type type) {
    return type instanceof ParameterizedType generic
        && Arrays.stream(generic.getActualTypeArguments()).allMatch(String.class::equals);
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> simple -> simple;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> throw new IllegalStateException("not a type that travels: " + type);
    };
  }
}
