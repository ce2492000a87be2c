package dev.coffer.server.config;

import dev.coffer.kms.audit.OnFailure;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.Zones;
import dev.coffer.store.job.Lifecycle;
import dev.coffer.store.logging.LogSettings;
import dev.coffer.store.sse.Sse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code coffer server DATA}: reads the flags and runs the house until the process is told to end.
 */
@Command(name = "server", description = "Serves S3 over a data folder.")
final class ServerCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DATA", description = "The data folder; made when it is not there.")
  private Path data = Path.of(".");

  private static final long MAX_BUCKET_KEY_LIFE = 86_400;
  private static final long MAX_LIFECYCLE_INTERVAL = 86_400;
  private static final int KIB = 1024;
  private static final long MAX_LOG_INTERVAL = 86_400;
  private static final int MAX_LOG_SIZE = 8 * KIB;
  private static final String REGION = "[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Plain HTTP (default: ${DEFAULT-VALUE}); port 0 means any free one.")
  private String listen = "127.0.0.1:9000";

  @Option(names = "--region", description = "The Region that this store is (default: us-east-1).")
  private String region = "us-east-1";

  @Option(
      names = "--accept-region",
      paramLabel = "NAME",
      description =
          "A further Region that requests may be signed for; may be repeated. They are answered in"
              + " the Region that this store is.")
  private List<String> acceptedRegions = new ArrayList<>();

  @Option(
      names = "--domain",
      description = "A domain whose subdomains are buckets, besides localhost; may be repeated.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--zone",
      paramLabel = "ID",
      description =
          "A zone that directory buckets can be in; may be repeated"
              + " (default: one that follows from the Region, in us-east-1 use1-az4).")
  private List<String> zones = new ArrayList<>();

  @Option(
      names = "--profile",
      description = "What new buckets get: 2026 blocks SSE-C, 2023 does not (default: 2026).")
  private String profile = "2026";

  @Option(
      names = "--bucket-key-life",
      paramLabel = "SECONDS",
      description =
          "How long an S3 Bucket Key is kept; 0 calls the key service for each object"
              + " (default: 300).")
  private long bucketKeyLife = Sse.Kms.DEFAULT_LIFE.toSeconds();

  @Option(
      names = "--root-key-passphrase-file",
      paramLabel = "FILE",
      description = "The first line of this file locks the root key, instead of a key file.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--recovery-key-file",
      paramLabel = "FILE",
      description = "Opens the root key with the recovery key in this file, at this start.")
  private @Nullable Path recoveryFile;

  @Option(
      names = "--root-key-file",
      paramLabel = "FILE",
      description = "The key file, where it was moved away from the data folder.")
  private @Nullable Path keyFile;

  @Option(
      names = "--audit-on-failure",
      paramLabel = "refuse|continue",
      description =
          "While use of keys cannot be written down: refuse it, or go on and note the gap"
              + " (default: refuse).")
  private String auditOnFailure = "refuse";

  @Option(
      names = "--kms-quotas",
      description = "Accounts may call the key service no more often than at Amazon (default: no).")
  private boolean kmsQuotas;

  @Option(
      names = "--accept-clock",
      description =
          "The clock is right although Object Lock or lifecycle has seen a later time; default"
              + " periods begin and objects expire again (default: no).")
  private boolean clockAccepted;

  @Option(
      names = "--lifecycle-interval",
      paramLabel = "SECONDS",
      description = "How often it is looked for what expires by rules (default: 3600).")
  private long lifecycleInterval = Lifecycle.INTERVAL.toSeconds();

  @Option(
      names = "--bucket-log-interval",
      paramLabel = "SECONDS",
      description = "How long records of requests wait for their delivery (default: 300).")
  private long bucketLogInterval = LogSettings.USUAL.interval().toSeconds();

  @Option(
      names = "--bucket-log-size",
      paramLabel = "KIB",
      description = "Records that fill so much are delivered at once (default: 1024).")
  private int bucketLogSize = LogSettings.USUAL.objectBytes() / KIB;

  @Option(
      names = "--webhook",
      paramLabel = "NAME=URL",
      description =
          "Who can be told of events in buckets: the topic arn:aws:sns:REGION:ACCOUNT:NAME; may be"
              + " repeated.")
  private List<String> webhooks = new ArrayList<>();

  @Option(
      names = "--webhook-secret",
      paramLabel = "NAME=FILE",
      description = "The first line of this file signs what is sent to the webhook of that name.")
  private List<String> webhookSecrets = new ArrayList<>();

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Written when requests are served: addresses and credentials as JSON.")
  private @Nullable Path readyFile;

  @Option(
      names = "--i-know",
      description = "Allows generated credentials on an address that others can reach.")
  private boolean iKnow;

  @ArgGroup(exclusive = false)
  private TlsOptions tls = new TlsOptions();

  /** What belongs to TLS. */
  static final class TlsOptions {
    @Option(names = "--tls-listen", paramLabel = "HOST:PORT", description = "HTTPS.")
    private @Nullable String listen;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain, PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key, PKCS #8 PEM.")
    private @Nullable Path key;

    @Option(
        names = "--strict-tls",
        description = "Plain HTTP from this machine does not count as a secure connection.")
    private boolean strict;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (House house = House.build(options())) {
      house.serveUntilTold();
    }
    return ExitCode.OK;
  }

  private ServerOptions options() {
    return new ServerOptions(
        data,
        HostPort.parse("--listen", listen),
        tlsOptions(),
        new ServerOptions.Buckets(
            region,
            profile(),
            List.copyOf(domains),
            bucketKeyLife(),
            zones(),
            clockAccepted,
            lifecycleInterval(),
            logs(),
            WebhookOptions.parse(webhooks, webhookSecrets)),
        new ServerOptions.Secrets(passphraseFile, recoveryFile, keyFile),
        readyFile,
        iKnow,
        auditOnFailure(),
        new ServerOptions.Requests(acceptedRegions(), kmsQuotas));
  }

  private ServerOptions.TlsOptions tlsOptions() {
    if ((tls.certificate == null) != (tls.key == null)) {
      throw new StartFailure(ExitCode.USAGE, "--tls-cert and --tls-key belong together");
    }
    if (tls.certificate != null && tls.listen == null) {
      throw new StartFailure(ExitCode.USAGE, "--tls-cert needs --tls-listen");
    }
    HostPort address = tls.listen == null ? null : HostPort.parse("--tls-listen", tls.listen);
    return new ServerOptions.TlsOptions(address, tls.certificate, tls.key, tls.strict);
  }

  private Zones zones() {
    for (String zone : zones) {
      if (!Zones.isId(zone)) {
        throw new StartFailure(
            ExitCode.USAGE, "--zone is an id like use1-az4 or usw2-lax1-az1, not " + zone);
      }
    }
    return zones.isEmpty() ? Zones.of(region) : new Zones(zones);
  }

  private Set<String> acceptedRegions() {
    for (String accepted : acceptedRegions) {
      if (!accepted.matches(REGION)) {
        throw new StartFailure(
            ExitCode.USAGE, "--accept-region is a name like us-west-2, not " + accepted);
      }
    }
    return Set.copyOf(acceptedRegions);
  }

  private Duration bucketKeyLife() {
    if (bucketKeyLife < 0 || bucketKeyLife > MAX_BUCKET_KEY_LIFE) {
      throw new StartFailure(
          ExitCode.USAGE, "--bucket-key-life is 0 to " + MAX_BUCKET_KEY_LIFE + " seconds");
    }
    return Duration.ofSeconds(bucketKeyLife);
  }

  private Duration lifecycleInterval() {
    if (lifecycleInterval < 1 || lifecycleInterval > MAX_LIFECYCLE_INTERVAL) {
      throw new StartFailure(
          ExitCode.USAGE, "--lifecycle-interval is 1 to " + MAX_LIFECYCLE_INTERVAL + " seconds");
    }
    return Duration.ofSeconds(lifecycleInterval);
  }

  private LogSettings logs() {
    if (bucketLogInterval < 1 || bucketLogInterval > MAX_LOG_INTERVAL) {
      throw new StartFailure(
          ExitCode.USAGE, "--bucket-log-interval is 1 to " + MAX_LOG_INTERVAL + " seconds");
    }
    if (bucketLogSize < 1 || bucketLogSize > MAX_LOG_SIZE) {
      throw new StartFailure(ExitCode.USAGE, "--bucket-log-size is 1 to " + MAX_LOG_SIZE + " KiB");
    }
    return new LogSettings(Duration.ofSeconds(bucketLogInterval), bucketLogSize * KIB);
  }

  private OnFailure auditOnFailure() {
    return switch (auditOnFailure) {
      case "refuse" -> OnFailure.REFUSE;
      case "continue" -> OnFailure.CONTINUE;
      default -> throw new StartFailure(ExitCode.USAGE, "--audit-on-failure is refuse or continue");
    };
  }

  private Profile profile() {
    return switch (profile) {
      case "2026" -> Profile.YEAR_2026;
      case "2023" -> Profile.YEAR_2023;
      default -> throw new StartFailure(ExitCode.USAGE, "--profile is 2026 or 2023");
    };
  }
}
