package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The regular expression that the whole text matches; shown in refusals as it stands here. Inside a
 * list's type ({@code List<@Matches("[a-z]") String>}) it speaks of each item.
 *
 * <p>It must not repeat what can itself repeat or be empty: texts of a megabyte are matched.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE_USE})
public @interface Matches {
  String value();

  /**
   * Where Amazon answers with a sentence instead of the expression, as IAM does for names: what the
   * value must contain ({@code It must contain only alphanumeric characters and/or the following:
   * +=,.@_-}).
   */
  String sentence() default "";
}
