package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Account;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.Owner;
import dev.coffer.wire.s3.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** ListBuckets: the caller's buckets by name, in pages. */
public final class BucketListing {
  private static final int MOST = 10_000;

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
    String after = decode(op.continuationToken());
    List<ListBuckets.Bucket> page = new ArrayList<>();
    String token = null;
    Iterator<Bucket> own = own(account, op, after).iterator();
    while (own.hasNext()) {
      Bucket bucket = own.next();
      if (page.size() == most) {
        token = encode(page.getLast().name());
        break;
      }
      page.add(shown(op, bucket));
    }
    Owner owner = new Owner(null, account.canonicalId());
    return new ListBuckets.Output(owner, page, token, op.prefix());
  }

  /**
   * Whether the account of these twelve digits has any bucket, one whose removal was begun
   * included.
   */
  public boolean ownsAny(String accountId) {
    return rows.count(accountId) > 0;
  }

  private Iterable<Bucket> own(Account account, ListBuckets op, @Nullable String after) {
    if (op.bucketRegion() != null && !op.bucketRegion().equals(settings.region())) {
      return List.of();
    }
    String prefix = op.prefix() == null ? "" : op.prefix();
    return () -> new Own(rows.rows(start(prefix, after)), account, prefix, after);
  }

  private static String start(String prefix, @Nullable String after) {
    return after != null && after.compareTo(prefix) > 0 ? after : prefix;
  }

  /** Walks over one account's buckets with a prefix. */
  private final class Own implements Iterator<Bucket> {
    private final Iterator<Entry> entries;
    private final Account account;
    private final String prefix;
    private final @Nullable String after;
    private @Nullable Bucket upcoming;

    Own(Iterator<Entry> entries, Account account, String prefix, @Nullable String after) {
      this.entries = entries;
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
      return bucket.owner().equals(account)
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
    Integer asked = op.maxBuckets();
    if (asked == null) {
      return MOST;
    }
    if (asked < 1 || asked > MOST) {
      throw S3Error.InvalidArgument.because(
              "Argument max-buckets must be an integer between 1 and 10000")
          .with("ArgumentName", "max-buckets")
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
