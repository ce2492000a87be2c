package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An XML element whose name is not the component's name with a capital. A list repeats the element;
 * with {@link #item} it is one element that holds an element of that name for each entry.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Element {
  String value();

  String item() default "";
}
