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

  /**
   * The IAM actions that the caller needs on what the request is addressed to, all of them, as
   * Amazon's Service Authorization Reference names them.
   */
  String[] action();

  /** The actions instead of these when the request names a version. */
  String[] versionAction() default {};

  /** The action on what {@code x-amz-copy-source} names; empty when nothing is copied. */
  String sourceAction() default "";

  /** The action instead of that one when the source names a version. */
  String sourceVersionAction() default "";

  /** Actions that a header asks for besides. */
  Also[] also() default {};

  /**
   * Whether the action is asked for each item of the body, where the body is read, and not once.
   */
  boolean perItem() default false;

  /** A header and the action that it needs. */
  @interface Also {
    /** Its name; what ends in a hyphen stands for all headers that begin so. */
    String header();

    String action();
  }

  /** What a request is addressed to. */
  enum On {
    SERVICE,
    BUCKET,
    OBJECT
  }
}
