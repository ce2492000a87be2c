/** Who keeps the objects: buckets, versions, and which key opens what. */
@org.jspecify.annotations.NullMarked
module dev.coffer.store {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.coffer.crypto;
  requires transitive dev.coffer.iam;
  requires transitive dev.coffer.kms;
  requires transitive dev.coffer.storage;
  requires transitive dev.coffer.wire;
  requires java.net.http;
  requires org.slf4j;
  requires tools.jackson.core;

  exports dev.coffer.store;
  exports dev.coffer.store.bucket;
  exports dev.coffer.store.event;
  exports dev.coffer.store.inventory;
  exports dev.coffer.store.job;
  exports dev.coffer.store.lifecycle;
  exports dev.coffer.store.lock;
  exports dev.coffer.store.logging;
  exports dev.coffer.store.object;
  exports dev.coffer.store.recover;
  exports dev.coffer.store.report;
  exports dev.coffer.store.session;
  exports dev.coffer.store.sse;
  exports dev.coffer.store.tag;
  exports dev.coffer.store.tally;
}
