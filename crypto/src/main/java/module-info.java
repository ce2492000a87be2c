/** What lies sealed: bytes as values. Knows no socket and no disk. */
@org.jspecify.annotations.NullMarked
module dev.coffer.crypto {
  requires static transitive org.jspecify;
  // Transitive, so that readers of this module see the fence around Secret.bytes().
  requires static transitive com.google.errorprone.annotations;

  exports dev.coffer.crypto.secret;
  exports dev.coffer.crypto.seal;
  exports dev.coffer.crypto.envelope;
  exports dev.coffer.crypto.material;
  exports dev.coffer.crypto.payload;
  exports dev.coffer.crypto.mac;
}
