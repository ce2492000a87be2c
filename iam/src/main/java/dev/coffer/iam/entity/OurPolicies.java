package dev.coffer.iam.entity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The managed policies that come with every installation, under {@code arn:aws:iam::aws:policy/}.
 * Their names are Amazon's, their texts are ours: resources of this package.
 */
final class OurPolicies {
  static final String ACCOUNT = "aws";

  private static final Instant WRITTEN = Instant.parse("2026-11-24T00:00:00Z");
  private static final Map<String, Ours> BY_NAME =
      Map.of(
          "AdministratorAccess",
          ours("ADMINISTRATORACCE", "AdministratorAccess", "Everything."),
          "AmazonS3FullAccess",
          ours("S3FULLACCESSAAAAA", "AmazonS3FullAccess", "Everything with every bucket."),
          "AmazonS3ReadOnlyAccess",
          ours("S3READONLYACCESSA", "AmazonS3ReadOnlyAccess", "Reading from every bucket."),
          "IAMFullAccess",
          ours("IAMFULLACCESSAAAA", "IAMFullAccess", "Everything with identities."),
          "IAMReadOnlyAccess",
          ours("IAMREADONLYACCESS", "IAMReadOnlyAccess", "Looking at identities."),
          "AWSKeyManagementServicePowerUser",
          ours(
              "KEYMANAGEMENTPOWE",
              "AWSKeyManagementServicePowerUser",
              "Making keys and looking at them; what may be done with a key is for its policy."));

  private record Ours(PolicyRow row, String text) {}

  private OurPolicies() {}

  /** By name, the order of names in lower case. */
  static List<PolicyRow> all() {
    var sorted = new TreeMap<String, PolicyRow>();
    BY_NAME.values().forEach(ours -> sorted.put(ours.row.naming().claim(), ours.row));
    return List.copyOf(sorted.values());
  }

  static Optional<PolicyRow> byArn(String arn) {
    return Optional.ofNullable(BY_NAME.get(arn.substring(arn.lastIndexOf('/') + 1)))
        .map(Ours::row)
        .filter(row -> row.arn(ACCOUNT).equals(arn));
  }

  static boolean isOurs(PolicyRow policy) {
    Ours ours = BY_NAME.get(policy.name());
    return ours != null && ours.row.id().equals(policy.id());
  }

  static String text(PolicyRow policy) {
    Ours ours = BY_NAME.get(policy.name());
    if (ours == null) {
      throw new IllegalArgumentException("not a policy of ours");
    }
    return ours.text;
  }

  private static Ours ours(String id, String name, String description) {
    var naming = new Naming(Kind.POLICY.idPrefix() + id, name, "/", WRITTEN);
    var version = new PolicyRow.Version(1, WRITTEN);
    var row = new PolicyRow(naming, WRITTEN, description, 1, 1, List.of(version));
    return new Ours(row, load(name));
  }

  private static String load(String name) {
    try (InputStream stream = OurPolicies.class.getResourceAsStream(name + ".json")) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + name, e);
    }
  }
}
