/** Who keeps the keys: the key service and the custody of the root key. */
@org.jspecify.annotations.NullMarked
module dev.coffer.kms {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.coffer.crypto;
  requires dev.coffer.wire;
  requires java.net.http;
  requires org.bouncycastle.provider;
  requires tools.jackson.databind;

  exports dev.coffer.kms.custody;
}
