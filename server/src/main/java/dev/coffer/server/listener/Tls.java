package dev.coffer.server.listener;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;

/** The JDK's TLS, 1.2 and 1.3 only; HTTP/1.1 is the one protocol offered. */
final class Tls {
  private Tls() {}

  static SslContext context(Endpoint.Certificate certificate) throws IOException {
    try {
      return SslContextBuilder.forServer(certificate.chain().toFile(), certificate.key().toFile())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "cannot use the certificate " + certificate.chain() + " with " + certificate.key(), e);
    }
  }
}
