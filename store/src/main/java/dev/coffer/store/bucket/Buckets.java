package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Account;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketRows.Found;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of this store and the operations on them alone.
 *
 * <p>Every request reads its bucket once, by {@link #require}, and decides by that value. A change
 * is visible to the next request. DeleteBucket is {@code store.object}'s, since it must look at
 * what is in the bucket.
 */
public final class Buckets {
  private static final int ATTEMPTS = 20;

  private final KvStore kv;
  private final BucketRows rows;
  private final Configurations configurations;
  private final NewBuckets newBuckets;
  private final BucketSettings settings;
  private final NewKinds newKinds;

  Buckets(
      KvStore kv,
      BucketRows rows,
      Configurations configurations,
      NewBuckets newBuckets,
      BucketSettings settings) {
    this.kv = kv;
    this.rows = rows;
    this.configurations = configurations;
    this.newBuckets = newBuckets;
    this.settings = settings;
    this.newKinds = new NewKinds(settings);
  }

  /** The bucket of that name, or the refusal NoSuchBucket. */
  public Bucket require(String name) {
    return found(name).bucket();
  }

  /** The bucket of that name, when its owner is the expected one. */
  public Bucket require(String name, @Nullable String expectedOwner) {
    Bucket bucket = require(name);
    ExpectedOwner.require(bucket, expectedOwner);
    return bucket;
  }

  /** The bucket of that name; one whose removal was begun counts as long as its index is there. */
  public Optional<Bucket> find(String name) {
    return rows.find(name).filter(this::exists).map(Found::bucket);
  }

  Found found(String name) {
    return rows.find(name)
        .filter(this::exists)
        .orElseThrow(() -> S3Error.NoSuchBucket.with("BucketName", name));
  }

  boolean exists(Found found) {
    return !found.bucket().deleting() || kv.exists(found.bucket().index());
  }

  /** Applies a change to the row as it is then; what it refuses is refused. */
  Bucket change(String name, @Nullable String expectedOwner, UnaryOperator<Bucket> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Found found = found(name);
      ExpectedOwner.require(found.bucket(), expectedOwner);
      Bucket changed = change.apply(found.bucket());
      if (rows.replace(found, changed)) {
        return changed;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** The same for a change that buckets without such a configuration alone may have. */
  void changeUnless(
      String name,
      @Nullable String expectedOwner,
      Kind kind,
      Supplier<S3Exception> refusal,
      UnaryOperator<Bucket> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Found found = found(name);
      Bucket bucket = found.bucket();
      ExpectedOwner.require(bucket, expectedOwner);
      if (configurations.find(bucket, kind).isPresent()) {
        throw refusal.get();
      }
      if (rows.replace(
          found,
          change.apply(bucket),
          commit -> Configurations.expectAbsent(bucket, kind, commit))) {
        return;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** Puts a configuration beside the bucket's row, or removes it. */
  void configure(String name, @Nullable String expectedOwner, Kind kind, @Nullable Bytes content) {
    configure(name, expectedOwner, kind, content, bucket -> {});
  }

  /**
   * The same for one that not every bucket can have.
   *
   * @param require refuses the others
   */
  void configure(
      String name,
      @Nullable String expectedOwner,
      Kind kind,
      @Nullable Bytes content,
      Consumer<Bucket> require) {
    beside(
        name,
        expectedOwner,
        (bucket, commit) -> {
          require.accept(bucket);
          configurations.put(bucket, kind, content, commit);
        });
  }

  /**
   * Changes what stands beside a bucket's row, as often as it takes.
   *
   * @param change what to do to the bucket as it is then; it may refuse
   */
  void beside(
      String name, @Nullable String expectedOwner, BiConsumer<Bucket, Commit.Builder> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Found found = found(name);
      ExpectedOwner.require(found.bucket(), expectedOwner);
      if (rows.beside(found, commit -> change.accept(found.bucket(), commit))) {
        return;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** CreateBucket. */
  public CreateBucket.Output createBucket(Call call, CreateBucket op) {
    Account account = call.caller().requireAccount();
    BucketKind kind = newKinds.require(op);
    var asked =
        new NewBuckets.Asked(
            kind, NewKinds.tags(kind, op.configuration().read()), NewKinds.locked(kind, op));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Found> taken = rows.find(op.bucket());
      if (taken.isPresent() && exists(taken.get())) {
        return taken(account, taken.get().bucket(), asked);
      }
      taken.ifPresent(rows::remove);
      requireRoom(account);
      if (newBuckets.create(op.bucket(), account, asked)) {
        return created(op.bucket(), account);
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** In the first Region one's own bucket may be made again, unless it is to have anything. */
  private CreateBucket.Output taken(Account account, Bucket bucket, NewBuckets.Asked asked) {
    if (!bucket.owner().equals(account)) {
      throw S3Error.BucketAlreadyExists.with("BucketName", bucket.name());
    }
    if (!settings.firstRegion() || bucket.directory() || !asked.bare()) {
      throw S3Error.BucketAlreadyOwnedByYou.with("BucketName", bucket.name());
    }
    return created(bucket.name(), account);
  }

  private CreateBucket.Output created(String name, Account owner) {
    String arn = Bucket.arn(name, owner.id(), settings.region());
    return new CreateBucket.Output("/" + name, DirectoryBucketName.is(name) ? arn : null);
  }

  private void requireRoom(Account account) {
    if (rows.count(account.id()) >= settings.bucketLimit()) {
      throw S3Error.TooManyBuckets.refusal();
    }
  }

  /** HeadBucket. */
  public HeadBucket.Output headBucket(Call call, HeadBucket op) {
    Bucket bucket = require(op.bucket(), op.expectedBucketOwner());
    return new HeadBucket.Output(
        settings.region(),
        switch (bucket.kind()) {
          case BucketKind.GeneralPurpose _ -> HeadBucket.DirectoryPlace.NONE;
          case BucketKind.Directory directory ->
              new HeadBucket.DirectoryPlace(
                  bucket.arn(settings.region()),
                  directory.zoneType().location(),
                  directory.zone(),
                  false);
        });
  }

  /** GetBucketLocation. */
  public GetBucketLocation.Output location(Call call, GetBucketLocation op) {
    require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketLocation.Output(settings.firstRegion() ? null : settings.region());
  }

  /**
   * Announces the removal of a bucket: from now on it exists as long as its index does. Then the
   * caller empties and removes the index, and calls {@link #removed}; if it turns out that the
   * bucket is not empty, nothing more is to be done.
   */
  public Bucket beginRemoval(String name, @Nullable String expectedOwner) {
    return change(name, expectedOwner, bucket -> bucket.withDeleting(true));
  }

  /** The bucket's index is gone; its row may go. */
  public void removed(Bucket bucket) {
    rows.find(bucket.name())
        .filter(found -> found.bucket().id().equals(bucket.id()))
        .ifPresent(rows::remove);
  }
}
