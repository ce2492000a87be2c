/** Who keeps the keys: the key service and the custody of the root key. */
@org.jspecify.annotations.NullMarked
module dev.coffer.kms {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.coffer.crypto;
  requires transitive dev.coffer.iam;
  requires transitive dev.coffer.storage;
  requires transitive dev.coffer.wire;
  requires java.net.http;
  requires org.bouncycastle.provider;
  requires tools.jackson.databind;

  exports dev.coffer.kms.access;
  exports dev.coffer.kms.audit;
  exports dev.coffer.kms.custody;
  exports dev.coffer.kms.key;
  exports dev.coffer.kms.operation;
}
