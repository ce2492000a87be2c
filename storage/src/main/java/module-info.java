/** The ground: ordered keys and blobs. Knows no S3 and sees no plaintext. */
@org.jspecify.annotations.NullMarked
module dev.coffer.storage {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires rocksdbjni;

  exports dev.coffer.storage;
  exports dev.coffer.storage.blob;
  exports dev.coffer.storage.kv;
}
