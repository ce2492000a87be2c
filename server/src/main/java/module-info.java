/** The door: sockets, the one path of a request, and how the house is built. */
@org.jspecify.annotations.NullMarked
module dev.coffer.server {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires dev.coffer.wire;
  requires dev.coffer.crypto;
  requires dev.coffer.storage;
  requires dev.coffer.iam;
  requires dev.coffer.kms;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires dev.coffer.store;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires info.picocli;
  requires java.net.http;
  requires jdk.net;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires tools.jackson.databind;

  opens dev.coffer.server.cli to
      info.picocli;
  opens dev.coffer.server.config to
      info.picocli;
}
