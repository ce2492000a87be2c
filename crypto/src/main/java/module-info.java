/** What lies sealed: bytes as values. Knows no socket and no disk. */
@org.jspecify.annotations.NullMarked
module dev.coffer.crypto {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
}
