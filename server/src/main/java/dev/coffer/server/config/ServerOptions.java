package dev.coffer.server.config;

import dev.coffer.kms.audit.OnFailure;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.Zones;
import dev.coffer.store.job.Lifecycle;
import dev.coffer.store.logging.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user chose.
 *
 * @param iKnow generated credentials are accepted on addresses beyond this machine
 * @param auditOnFailure what becomes of key use that cannot be written down
 * @param requests which requests are taken
 */
record ServerOptions(
    Path data,
    HostPort listen,
    TlsOptions tls,
    Buckets buckets,
    Secrets secrets,
    @Nullable Path readyFile,
    boolean iKnow,
    OnFailure auditOnFailure,
    Requests requests) {

  /** With what is seldom chosen otherwise: no key use that cannot be written down. */
  ServerOptions(
      Path data,
      HostPort listen,
      TlsOptions tls,
      Buckets buckets,
      Secrets secrets,
      @Nullable Path readyFile,
      boolean iKnow) {
    this(data, listen, tls, buckets, secrets, readyFile, iKnow, Requests.USUAL);
  }

  /** The same, with other requests taken than usually. */
  ServerOptions(
      Path data,
      HostPort listen,
      TlsOptions tls,
      Buckets buckets,
      Secrets secrets,
      @Nullable Path readyFile,
      boolean iKnow,
      Requests requests) {
    this(data, listen, tls, buckets, secrets, readyFile, iKnow, OnFailure.REFUSE, requests);
  }

  /**
   * Which requests are taken.
   *
   * @param acceptedRegions that signatures may be scoped to, besides the server's own
   * @param kmsQuotas an account may call the key service no more often than at Amazon
   */
  record Requests(Set<String> acceptedRegions, boolean kmsQuotas) {
    static final Requests USUAL = new Requests(Set.of(), false);
  }

  /**
   * TLS.
   *
   * @param listen null for none
   * @param certificate null: the server makes its own
   * @param strict loopback does not count as secure
   */
  record TlsOptions(
      @Nullable HostPort listen, @Nullable Path certificate, @Nullable Path key, boolean strict) {}

  /**
   * Where secrets of the root key are.
   *
   * @param passphraseFile locks the root key instead of a key file
   * @param recoveryFile holds the recovery key, which opens the root key instead
   * @param keyFile where the key file is, when it was moved away from the data
   */
  record Secrets(
      @Nullable Path passphraseFile, @Nullable Path recoveryFile, @Nullable Path keyFile) {
    static final Secrets NONE = new Secrets(null, null, null);
  }

  /**
   * What concerns buckets.
   *
   * @param bucketKeyLife how long bucket keys are kept; zero keeps none
   * @param zones that directory buckets can be in
   * @param clockAccepted the clock is right, though locks have seen a later time
   * @param lifecycleInterval from one pass of expiration to the next
   * @param logs when log objects are delivered
   * @param webhooks who can be told of events
   */
  record Buckets(
      String region,
      Profile profile,
      List<String> domains,
      Duration bucketKeyLife,
      Zones zones,
      boolean clockAccepted,
      Duration lifecycleInterval,
      LogSettings logs,
      WebhookOptions webhooks) {
    /** Whose log objects are delivered as usual, and which tells nobody. */
    Buckets(
        String region,
        Profile profile,
        List<String> domains,
        Duration bucketKeyLife,
        Zones zones,
        boolean clockAccepted,
        Duration lifecycleInterval) {
      this(
          region,
          profile,
          domains,
          bucketKeyLife,
          zones,
          clockAccepted,
          lifecycleInterval,
          LogSettings.USUAL,
          WebhookOptions.NONE);
    }

    /** With the zone that follows from the Region. */
    Buckets(String region, Profile profile, List<String> domains, Duration bucketKeyLife) {
      this(region, profile, domains, bucketKeyLife, Zones.of(region), false, Lifecycle.INTERVAL);
    }
  }
}
