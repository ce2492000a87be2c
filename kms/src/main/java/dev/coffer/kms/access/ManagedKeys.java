package dev.coffer.kms.access;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.Contended;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KeyService;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Materials;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key that the service keeps for S3 in every account: {@code alias/aws/s3}.
 *
 * <p>Made when it is first needed. The alias is written first and names the key that is to be made,
 * so that two who need it at once, or one who comes after a crash, make the same. Its policy lets
 * nobody change it. Source: spec/kms.md §8.3.
 */
public final class ManagedKeys {
  /** The alias. */
  public static final String S3 = KeyService.DEFAULT_S3_KEY;

  /** How often it is rotated. */
  public static final Duration PERIOD = Duration.ofDays(365);

  private static final String DESCRIPTION =
      "Default key that protects my S3 objects when no other key is defined";
  private static final int ATTEMPTS = 10;

  private final Keys keys;
  private final Aliases aliases;
  private final Materials materials;
  private final Arns arns;
  private final Entropy entropy;

  ManagedKeys(Keys keys, Aliases aliases, Materials materials, Arns arns, Entropy entropy) {
    this.keys = keys;
    this.aliases = aliases;
    this.materials = materials;
    this.arns = arns;
    this.entropy = entropy;
  }

  /** Makes the key unless it is there. */
  void require(String account, Instant now) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (made(account, now)) {
        return;
      }
    }
    throw new Unavailable("the key for S3 could not be stored");
  }

  /** One step on the way; true when the key is there. */
  private boolean made(String account, Instant now) {
    Optional<Alias> alias = aliases.find(account, S3);
    if (alias.isPresent() && keys.find(alias.get().target()).isPresent()) {
      return true;
    }
    try {
      if (alias.isEmpty()) {
        KeyId id = KeyId.random(entropy, false);
        aliases.add(new Alias(account, S3, id, now, now), 1);
      } else {
        keys.add(key(account, alias.get().target(), now));
      }
    } catch (Contended somebodyElseMakesIt) {
      return false;
    }
    return false;
  }

  private KmsKey key(String account, KeyId id, Instant now) {
    var nature =
        new KmsKey.Nature(
            account,
            id,
            now,
            KeySpec.SYMMETRIC_DEFAULT,
            KeyUsage.ENCRYPT_DECRYPT,
            Origin.AWS_KMS,
            KeyManager.AWS,
            null);
    return new KmsKey(
        nature,
        DESCRIPTION,
        true,
        null,
        policy(account),
        Map.of(),
        new KmsKey.Rotation((int) PERIOD.toDays(), now.plus(PERIOD)),
        List.of(materials.draw(nature, 1, now)));
  }

  private String policy(String account) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "auto-s3-2",
      "Statement" : [ {
        "Sid" : "Allow access through S3 for all principals in the account that are authorized to use S3",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "*"
        },
        "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey" ],
        "Resource" : "*",
        "Condition" : {
          "StringEquals" : {
            "kms:CallerAccount" : "%1$s",
            "kms:ViaService" : "s3.%2$s.amazonaws.com"
          }
        }
      }, {
        "Sid" : "Allow direct access to key metadata to the account",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::%1$s:root"
        },
        "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account, arns.region());
  }
}
