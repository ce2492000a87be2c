/** The language: messages as values. Knows no disk and no policy. */
@org.jspecify.annotations.NullMarked
module dev.coffer.wire {
  requires transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires java.xml;
  requires tools.jackson.core;

  exports dev.coffer.wire.admin;
  exports dev.coffer.wire.binding;
  exports dev.coffer.wire.checksum;
  exports dev.coffer.wire.codec;
  exports dev.coffer.wire.control;
  exports dev.coffer.wire.form;
  exports dev.coffer.wire.http;
  exports dev.coffer.wire.iam;
  exports dev.coffer.wire.kms;
  exports dev.coffer.wire.rpc;
  exports dev.coffer.wire.s3;
  exports dev.coffer.wire.sigv4;
  exports dev.coffer.wire.sts;
}
