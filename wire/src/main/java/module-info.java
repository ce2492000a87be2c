/** The language: messages as values. Knows no disk and no policy. */
@org.jspecify.annotations.NullMarked
module dev.coffer.wire {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires java.xml;
}
