package dev.coffer.wire.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The root element of the document that a record is in its API's namespace. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface XmlRoot {
  String value();

  /** The namespace of the API. */
  String namespace() default "http://s3.amazonaws.com/doc/2006-03-01/";
}
