package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How an operation travels, and which action its caller needs. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Http {
  String method();

  On on();

  /**
   * Query parameters that select the operation: {@code encryption}, or with a value {@code
   * list-type=2}.
   */
  String[] selectors() default {};

  /** Headers that select the operation ({@code x-amz-copy-source}). */
  String[] selectingHeaders() default {};

  /** The status of success; an output with its own status ({@code 206}) overrides it. */
  int status() default 200;

  /** The IAM action, as Amazon's Service Authorization Reference names it. */
  String action();

  /** What a request is addressed to. */
  enum On {
    SERVICE,
    BUCKET,
    OBJECT
  }
}
