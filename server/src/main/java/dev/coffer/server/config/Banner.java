package dev.coffer.server.config;

import com.google.errorprone.annotations.FormatMethod;
import dev.coffer.iam.identity.AccessKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the user reads at start; secrets only at the first one. */
record Banner(
    DataFolder folder, String http, @Nullable String https, @Nullable Path ca, String region) {
  String text(RootKey root, RootAccess.Found access) {
    var text = new StringBuilder();
    line(
        text,
        "coffer %s   data %s%s   everything at rest is encrypted: SSE-S3",
        VersionCommand.VERSION,
        folder.root(),
        access.first() ? " (new)" : "");
    line(text, "");
    line(
        text,
        "  S3          %s        region %s   account %s",
        http,
        region,
        access.key().account().id());
    if (https != null) {
      line(text, "  S3 (TLS)    %s%s", https, ca == null ? "" : "   CA " + ca);
    }
    credentials(text, access);
    rootKey(text, root);
    if (access.first()) {
      commands(text, access.key(), access.generated());
    }
    return text.toString();
  }

  private void credentials(StringBuilder text, RootAccess.Found access) {
    if (access.generated()) {
      line(
          text,
          "  Access key  %s   Secret key %s",
          access.key().id(),
          access.key().secret().reveal());
      line(text, "              shown once; saved in %s, mode 0600", folder.firstRun());
    } else {
      line(text, "  Access key  %s", access.key().id());
    }
  }

  private void rootKey(StringBuilder text, RootKey root) {
    if (root.keyFile()) {
      line(text, "  Root key    %s", folder.keys().resolve("root.key"));
    } else {
      line(text, "  Root key    %s, locked by a passphrase", folder.keys().resolve("root.json"));
    }
    if (root.recoveryKey() != null) {
      line(text, "  Recovery    %s", root.recoveryKey());
      line(text, "              shown once, kept nowhere: write it down");
    }
    if (root.keyFile()) {
      line(text, "");
      line(
          text,
          "! The root key lies beside the data. It protects against a stolen disk only if you");
      line(text, "  keep it elsewhere.");
    }
  }

  private void commands(StringBuilder text, AccessKey key, boolean generated) {
    line(text, "");
    line(
        text,
        "  export AWS_ENDPOINT_URL=%s AWS_REGION=%s AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s",
        http,
        region,
        key.id(),
        generated ? key.secret().reveal() : "…");
    line(text, "  aws s3 mb s3://demo && aws s3api get-bucket-encryption --bucket demo");
  }

  @FormatMethod
  private static void line(StringBuilder text, String format, @Nullable Object... values) {
    text.append(String.format(java.util.Locale.ROOT, format, values)).append('\n');
  }
}
