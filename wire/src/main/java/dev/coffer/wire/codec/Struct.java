package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Member;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record class of an operation that is called by name, as its codecs see it. Reflected once per
 * class.
 */
final class Struct {
  private static final ClassValue<Struct> STRUCTS =
      new ClassValue<>() {
        @Override
        protected Struct computeValue(Class<?> type) {
          return new Struct(type);
        }
      };

  /**
   * One component.
   *
   * @param wire its name at Amazon
   * @param own its name in our own administration
   */
  record Field(
      String wire, String own, Kind kind, Rules rules, boolean nullable, MethodHandle accessor) {
    @Nullable Object of(Object owner) {
      try {
        return (Object) accessor.invokeExact(owner);
      } catch (Throwable e) {
        throw Shape.unchecked(e);
      }
    }
  }

  private final Class<?> type;
  private final List<Field> fields = new ArrayList<>();
  private final MethodHandle constructor;

  private Struct(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalStateException("not a record: " + type);
    }
    this.type = type;
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(field(component));
    }
    this.constructor = Shape.constructor(type);
  }

  static Struct of(Class<?> type) {
    return STRUCTS.get(type);
  }

  Class<?> type() {
    return type;
  }

  List<Field> fields() {
    return fields;
  }

  /** Builds a record of values in the order of its components. */
  Object make(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      throw Shape.unchecked(e);
    }
  }

  private static Field field(RecordComponent component) {
    Member member = component.getAnnotation(Member.class);
    String name = component.getName();
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return new Field(
        member == null ? capital : member.value(),
        member == null ? name : member.value(),
        Kind.of(component.getAnnotatedType()),
        Rules.of(component),
        nullable,
        Shape.accessor(component));
  }
}
