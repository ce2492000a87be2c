package dev.coffer.server.config;

import dev.coffer.store.bucket.Profile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user chose.
 *
 * @param passphraseFile locks the root key instead of a key file
 * @param recoveryFile holds the recovery key, which opens the root key instead
 * @param iKnow generated credentials are accepted on addresses beyond this machine
 */
record ServerOptions(
    Path data,
    HostPort listen,
    TlsOptions tls,
    Buckets buckets,
    @Nullable Path passphraseFile,
    @Nullable Path recoveryFile,
    @Nullable Path readyFile,
    boolean iKnow) {

  /**
   * TLS.
   *
   * @param listen null for none
   * @param certificate null: the server makes its own
   * @param strict loopback does not count as secure
   */
  record TlsOptions(
      @Nullable HostPort listen, @Nullable Path certificate, @Nullable Path key, boolean strict) {}

  /** What concerns buckets. */
  record Buckets(String region, Profile profile, List<String> domains) {}
}
