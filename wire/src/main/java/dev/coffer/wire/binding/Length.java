package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many characters of text, bytes of a blob or items of a list or map there may be. Inside a
 * list's type ({@code List<@Length(max = 9) String>}) it speaks of each item.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
public @interface Length {
  int min() default 0;

  int max() default Integer.MAX_VALUE;
}
