package dev.coffer.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people and programs where requests are served, or that the store is sealed. */
record Announcer(
    ServerOptions options,
    Rooms.Ground ground,
    List<InetSocketAddress> addresses,
    Certificates.@Nullable Found certificate)
    implements Custodian.Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  Announcer {
    addresses = List.copyOf(addresses);
  }

  @Override
  public void unsealed(Rooms rooms) {
    RootKey root = rooms.shown(ground);
    RootAccess.Found access = rooms.access();
    String http = http();
    String https = https();
    Path ca = certificate == null ? null : certificate.ca();
    String region = options.buckets().region();
    System.out.println(new Banner(ground.folder(), http, https, ca, region).text(root, access));
    if (options.readyFile() != null) {
      new ReadyFile(http, https, ca, region, access.key()).write(options.readyFile());
    }
    LOG.info("serving on {}{}", http, https == null ? "" : " and " + https);
  }

  void sealed() {
    System.out.println(
        "coffer %s   data %s   SEALED: no secret of the root key is at hand%n%n  %s%n%n"
                .formatted(VersionCommand.VERSION, ground.folder().root(), http())
            + "  ./coffer status "
            + ground.folder().root()
            + "\n  ./coffer unseal "
            + ground.folder().root());
    LOG.warn("the store is sealed; everything but its health is answered by 503");
  }

  private String http() {
    return House.url("http", addresses.get(0));
  }

  private @Nullable String https() {
    return addresses.size() > 1 ? House.url("https", addresses.get(1)) : null;
  }
}
