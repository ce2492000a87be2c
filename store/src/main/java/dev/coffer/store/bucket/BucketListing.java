package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Account;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.ListDirectoryBuckets;
import dev.coffer.wire.s3.Owner;
import dev.coffer.wire.s3.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** ListBuckets and ListDirectoryBuckets: the caller's buckets by name, in pages. */
public final class BucketListing {
  private static final int MOST = 10_000;
  private static final int MOST_DIRECTORIES = 1000;

  private final BucketRows rows;
  private final Buckets buckets;
  private final BucketSettings settings;

  BucketListing(BucketRows rows, Buckets buckets, BucketSettings settings) {
    this.rows = rows;
    this.buckets = buckets;
    this.settings = settings;
  }

  /** ListBuckets. The token is the last name of the page before. */
  public ListBuckets.Output listBuckets(Call call, ListBuckets op) {
    Account account = call.caller().requireAccount();
    int most = most(op);
    Page page = page(own(account, op, decode(op.continuationToken())), most);
    Owner owner = new Owner(null, account.canonicalId());
    List<ListBuckets.Bucket> shown =
        page.buckets().stream().map(bucket -> shown(op, bucket)).toList();
    return new ListBuckets.Output(owner, shown, page.token(), op.prefix());
  }

  /** ListDirectoryBuckets. The token is the last name of the page before. */
  public ListDirectoryBuckets.Output listDirectoryBuckets(Call call, ListDirectoryBuckets op) {
    Account account = call.caller().requireAccount();
    int most = most(op);
    String after = decode(op.continuationToken());
    Page page = page(new Own(account, "", after, true), most);
    List<ListDirectoryBuckets.Bucket> shown =
        page.buckets().stream()
            .map(bucket ->
                new ListDirectoryBuckets.Bucket(
                    bucket.name(),
                    bucket.created(),
                    settings.region(),
                    bucket.arn(settings.region())))
            .toList();
    return new ListDirectoryBuckets.Output(shown, page.token());
  }

  /** Some buckets, and from where the next are; null when there are no more. */
  private record Page(List<Bucket> buckets, @Nullable String token) {}

  private static Page page(Iterator<Bucket> own, int most) {
    List<Bucket> page = new ArrayList<>();
    while (own.hasNext() && page.size() < most) {
      page.add(own.next());
    }
    boolean more = !page.isEmpty() && own.hasNext();
    return new Page(page, more ? encode(page.getLast().name()) : null);
  }

  /**
   * Whether the account of these twelve digits has any bucket, one whose removal was begun
   * included.
   */
  public boolean ownsAny(String accountId) {
    return rows.count(accountId) > 0;
  }

  private Iterator<Bucket> own(Account account, ListBuckets op, @Nullable String after) {
    if (op.bucketRegion() != null && !op.bucketRegion().equals(settings.region())) {
      return Collections.emptyIterator();
    }
    return new Own(account, op.prefix() == null ? "" : op.prefix(), after, false);
  }

  private static String start(String prefix, @Nullable String after) {
    return after != null && after.compareTo(prefix) > 0 ? after : prefix;
  }

  /** Walks over one account's buckets of one kind with a prefix. */
  private final class Own implements Iterator<Bucket> {
    private final Iterator<Entry> entries;
    private final Account account;
    private final String prefix;
    private final @Nullable String after;
    private final boolean directories;
    private @Nullable Bucket upcoming;

    Own(Account account, String prefix, @Nullable String after, boolean directories) {
      this.entries = rows.rows(start(prefix, after));
      this.directories = directories;
      this.account = account;
      this.prefix = prefix;
      this.after = after;
    }

    @Override
    public boolean hasNext() {
      while (upcoming == null && entries.hasNext()) {
        Entry entry = entries.next();
        if (BucketRows.beyond(entry)) {
          return false;
        }
        upcoming =
            rows.bucket(entry)
                .filter(buckets::exists)
                .map(BucketRows.Found::bucket)
                .filter(this::wanted)
                .orElse(null);
      }
      return upcoming != null;
    }

    private boolean wanted(Bucket bucket) {
      return bucket.directory() == directories
          && bucket.owner().equals(account)
          && bucket.name().startsWith(prefix)
          && (after == null || bucket.name().compareTo(after) > 0);
    }

    @Override
    public Bucket next() {
      Bucket next = upcoming;
      if (next == null) {
        throw new NoSuchElementException();
      }
      upcoming = null;
      return next;
    }
  }

  /** The Region is shown when the request has any parameter, as at Amazon. */
  private ListBuckets.Bucket shown(ListBuckets op, Bucket bucket) {
    boolean plain =
        op.prefix() == null
            && op.maxBuckets() == null
            && op.continuationToken() == null
            && op.bucketRegion() == null;
    return new ListBuckets.Bucket(
        bucket.name(), bucket.created(), plain ? null : settings.region());
  }

  private static int most(ListBuckets op) {
    return most("max-buckets", op.maxBuckets(), 1, MOST);
  }

  private static int most(ListDirectoryBuckets op) {
    return most("max-directory-buckets", op.maxDirectoryBuckets(), 0, MOST_DIRECTORIES);
  }

  private static int most(String name, @Nullable Integer asked, int least, int most) {
    if (asked == null) {
      return most;
    }
    if (asked < least || asked > most) {
      throw S3Error.InvalidArgument.because(
              "Argument " + name + " must be an integer between " + least + " and " + most)
          .with("ArgumentName", name)
          .with("ArgumentValue", String.valueOf(asked));
    }
    return asked;
  }

  private static String encode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static @Nullable String decode(@Nullable String token) {
    if (token == null) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw S3Error.InvalidArgument.because("The continuation token provided is incorrect")
          .with("ArgumentName", "continuation-token");
    }
  }
}
