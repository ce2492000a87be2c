package dev.coffer.store.bucket;

import dev.coffer.store.tag.TagRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What kind of bucket a CreateBucket asks for, by its name; what it says besides must go with that.
 * Source: spec/encryption.md R153 to R155; Amazon S3 API Reference, CreateBucket.
 */
final class NewKinds {
  private final BucketSettings settings;

  NewKinds(BucketSettings settings) {
    this.settings = settings;
  }

  /** The kind; refuses what no bucket of that kind can have. */
  BucketKind require(CreateBucket op) {
    return DirectoryBucketName.is(op.bucket()) ? directory(op) : generalPurpose(op);
  }

  /** The tags that a new bucket shall have; those of directory buckets are not served. */
  static Tags tags(BucketKind kind, CreateBucketConfiguration asked) {
    return switch (kind) {
      case BucketKind.GeneralPurpose _ -> TagRules.ofNewBucket(asked.tags());
      case BucketKind.Directory _ -> {
        if (!asked.tags().isEmpty()) {
          throw S3Error.NotImplemented.because(
                  "An element you provided implies functionality that is not implemented")
              .with("Element", "Tags");
        }
        yield Tags.NONE;
      }
    };
  }

  /** Whether a new bucket shall have Object Lock, which directory buckets cannot have. */
  static boolean locked(BucketKind kind, CreateBucket op) {
    boolean locked = Boolean.TRUE.equals(op.objectLockEnabled());
    return switch (kind) {
      case BucketKind.GeneralPurpose _ -> locked;
      case BucketKind.Directory _ -> {
        if (locked) {
          throw S3Error.NotImplemented.with("Header", "x-amz-bucket-object-lock-enabled");
        }
        yield false;
      }
    };
  }

  private BucketKind generalPurpose(CreateBucket op) {
    BucketNames.require(op.bucket());
    requireAcl(op);
    CreateBucketConfiguration asked = op.configuration().read();
    if (asked.location() != null || asked.bucket() != null) {
      throw badName(op); // a directory bucket has another name
    }
    LocationConstraints.require(settings, asked.locationConstraint());
    return BucketKind.GENERAL_PURPOSE;
  }

  private BucketKind directory(CreateBucket op) {
    DirectoryBucketName name = DirectoryBucketName.requireNew(op.bucket());
    requireNoAcl(op);
    CreateBucketConfiguration asked = op.configuration().read();
    CreateBucketConfiguration.Location location = asked.location();
    CreateBucketConfiguration.Bucket bucket = asked.bucket();
    if (asked.locationConstraint() != null) {
      throw S3Error.InvalidLocationConstraint.with(
          "LocationConstraint", asked.locationConstraint());
    }
    if (location == null || bucket == null || location.name() == null) {
      throw S3Error.InvalidArgument.because(
              "A directory bucket needs the elements Location and Bucket")
          .with("ArgumentName", "CreateBucketConfiguration");
    }
    String zone = location.name();
    if (!settings.zones().has(zone) || !zone.equals(name.zone())) {
      throw badName(op);
    }
    ZoneType type = Zones.type(zone);
    requireText("Location/Type", type.location(), location.type());
    requireText("Bucket/Type", "Directory", bucket.type());
    requireText("Bucket/DataRedundancy", type.redundancy(), bucket.dataRedundancy());
    return new BucketKind.Directory(zone, type, null);
  }

  private static void requireText(String element, String right, @Nullable String given) {
    if (!Objects.equals(right, given)) {
      throw S3Error.InvalidArgument.because(element + " must be " + right)
          .with("ArgumentName", element)
          .with("ArgumentValue", String.valueOf(given));
    }
  }

  private static void requireAcl(CreateBucket op) {
    String ownership = op.objectOwnership();
    if (ownership != null && !ownership.equals(Ownership.ENFORCED)) {
      throw Ownership.unserved(ownership)
          ? Ownership.notServed("Header", "x-amz-object-ownership", ownership)
          : S3Error.InvalidArgument.because("Invalid x-amz-object-ownership header: " + ownership)
              .with("ArgumentName", "x-amz-object-ownership");
    }
    String canned = op.acl().canned();
    if (op.acl().named() || (canned != null && !canned.equals("private"))) {
      throw S3Error.InvalidBucketAclWithObjectOwnership.refusal();
    }
  }

  /** They are never in force here, and cannot even be spoken of. */
  private static void requireNoAcl(CreateBucket op) {
    if (op.acl().canned() != null || op.acl().named()) {
      throw S3Error.NotImplemented.with("Header", "x-amz-acl");
    }
    if (op.objectOwnership() != null) {
      throw S3Error.NotImplemented.with("Header", "x-amz-object-ownership");
    }
  }

  private static S3Exception badName(CreateBucket op) {
    return S3Error.InvalidBucketName.with("BucketName", op.bucket());
  }
}
