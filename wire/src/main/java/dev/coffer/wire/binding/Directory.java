package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * That an operation is served for directory buckets, and how. A record without this is about
 * general purpose buckets alone. Source: Amazon S3 User Guide, "S3 Express One Zone APIs".
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Directory {
  /** At which of Amazon's endpoints it is. */
  Endpoint endpoint();

  /** The IAM action that its caller needs ({@code s3express:CreateBucket}). */
  String action();

  /** Whether it is signed with the credentials of a session of the bucket. */
  boolean session() default false;

  /** Whether it needs a session of mode ReadWrite, or the right to one. */
  boolean writes() default false;

  /** Amazon's two endpoints for directory buckets. */
  enum Endpoint {
    /** {@code s3express-control}: buckets and their configuration. */
    REGIONAL,
    /** {@code BUCKET.s3express-ZONE}: what is in a bucket. */
    ZONAL
  }
}
