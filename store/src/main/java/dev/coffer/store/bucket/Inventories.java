package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.bucket.Configurations.Part;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.InventoryTexts;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketInventoryConfiguration;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.GetBucketInventoryConfiguration;
import dev.coffer.wire.s3.ListBucketInventoryConfigurations;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The inventories of buckets: reports that a job makes again and again.
 *
 * <p>A bucket has {@value #MOST} at most. They lie in sixteen rows, each in the one that the CRC-32
 * of its id names, so that an id is found by one read, and what is too much for a row is so only
 * when a bucket has a megabyte of them.
 */
public final class Inventories {
  /** How many a bucket may have. */
  static final int MOST = 1_000;

  private static final int PAGE = 100;

  /** As much as a row holds. */
  private static final int MAX_BYTES = 64_000;

  private static final int MAX_TOKEN = 200;

  private final Buckets buckets;
  private final Configurations configurations;
  private final Runnable changed;

  /**
   * Over the rows of buckets.
   *
   * @param changed called when a report may have become due
   */
  Inventories(Buckets buckets, Configurations configurations, Runnable changed) {
    this.buckets = buckets;
    this.configurations = configurations;
    this.changed = changed;
  }

  /** PutBucketInventoryConfiguration; the job is told. */
  public Unit put(Call call, PutBucketInventoryConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    Inventory inventory = InventoryTexts.read(op.id(), op.configuration().read());
    requireDestination(inventory.destination());
    buckets.beside(
        op.bucket(), op.expectedBucketOwner(), (bucket, commit) -> put(bucket, inventory, commit));
    changed.run();
    return Unit.DONE;
  }

  /** What can never be delivered is refused now, when somebody is told. */
  private void requireDestination(Inventory.Destination destination) {
    Bucket bucket =
        buckets
            .find(destination.bucket())
            .orElseThrow(() -> refused("The destination bucket does not exist."));
    if (DirectoryBucketName.is(bucket.name())) {
      throw refused("The destination bucket must not be a directory bucket.");
    }
    String account = destination.account();
    if (account != null && !account.equals(bucket.owner().id())) {
      throw refused("The destination bucket is not owned by the account that is named.");
    }
  }

  private static S3Exception refused(String text) {
    return S3Error.InvalidS3DestinationBucket.because(text);
  }

  private void put(Bucket bucket, Inventory inventory, Commit.Builder commit) {
    int row = row(inventory.id());
    int others = 0;
    for (int number = 0; number < Kind.INVENTORY.rows(); number++) {
      Part part = part(bucket, number);
      List<Inventory> kept = without(inventory.id(), decode(part));
      others += kept.size();
      if (number == row) {
        kept.add(inventory);
        configurations.replace(bucket, Kind.INVENTORY, part, encode(kept), commit);
      } else {
        Configurations.expect(bucket, Kind.INVENTORY, part, commit);
      }
    }
    if (others >= MOST) {
      throw S3Error.TooManyConfigurations.refusal();
    }
  }

  private static Bytes encode(List<Inventory> inventories) {
    Bytes content =
        new FieldWriter().list(inventories, (out, inventory) -> inventory.write(out)).toBytes();
    if (content.size() > MAX_BYTES) {
      throw S3Error.TooManyConfigurations.refusal();
    }
    return content;
  }

  private static List<Inventory> without(String id, List<Inventory> inventories) {
    var others = new ArrayList<>(inventories);
    others.removeIf(inventory -> inventory.id().equals(id));
    return others;
  }

  /** GetBucketInventoryConfiguration. */
  public GetBucketInventoryConfiguration.Output get(Call call, GetBucketInventoryConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    InventoryTexts.requireId(op.id());
    return find(bucket, op.id())
        .map(found -> new GetBucketInventoryConfiguration.Output(Document.of(found.shown())))
        .orElseThrow(S3Error.NoSuchConfiguration::refusal);
  }

  /** DeleteBucketInventoryConfiguration. */
  public Unit delete(Call call, DeleteBucketInventoryConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    InventoryTexts.requireId(op.id());
    var seen = new AtomicBoolean();
    buckets.beside(
        op.bucket(),
        op.expectedBucketOwner(),
        (bucket, commit) -> {
          Part part = part(bucket, row(op.id()));
          List<Inventory> found = decode(part);
          List<Inventory> kept = without(op.id(), found);
          boolean there = kept.size() < found.size();
          // Gone at a second look is what was asked for: an attempt whose outcome was not known.
          if (!there && !seen.get()) {
            throw S3Error.NoSuchConfiguration.refusal();
          }
          seen.set(true);
          Bytes content = kept.isEmpty() ? null : encode(kept);
          configurations.replace(bucket, Kind.INVENTORY, part, content, commit);
        });
    return Unit.DONE;
  }

  /** ListBucketInventoryConfigurations. */
  public ListBucketInventoryConfigurations.Output list(
      Call call, ListBucketInventoryConfigurations op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    String after = op.continuationToken() == null ? "" : Token.parse(op.continuationToken());
    List<Inventory> rest =
        all(bucket).stream().filter(inventory -> inventory.id().compareTo(after) > 0).toList();
    List<Inventory> page = rest.subList(0, Math.min(PAGE, rest.size()));
    boolean truncated = page.size() < rest.size();
    return new ListBucketInventoryConfigurations.Output(
        op.continuationToken(),
        page.stream().map(Inventory::shown).toList(),
        truncated,
        truncated ? Token.format(page.getLast().id()) : null);
  }

  /** One inventory of a bucket. */
  public Optional<Inventory> find(Bucket bucket, String id) {
    return decode(part(bucket, row(id))).stream()
        .filter(inventory -> inventory.id().equals(id))
        .findFirst();
  }

  /** The inventories of a bucket, by id; a directory bucket has none. */
  public List<Inventory> all(Bucket bucket) {
    List<Inventory> all = new ArrayList<>();
    if (!bucket.directory()) {
      configurations
          .contents(bucket, Kind.INVENTORY)
          .forEach(content -> all.addAll(decode(content)));
      all.sort(Comparator.comparing(Inventory::id));
    }
    return all;
  }

  private Part part(Bucket bucket, int number) {
    return configurations.part(bucket, Kind.INVENTORY, number);
  }

  private static int row(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % Kind.INVENTORY.rows());
  }

  private static List<Inventory> decode(Part part) {
    @Nullable Bytes content = part.content();
    return content == null ? List.of() : decode(content);
  }

  static List<Inventory> decode(Bytes content) {
    FieldReader in = new FieldReader(content);
    List<Inventory> inventories = in.list(Inventory::read);
    in.requireEnd();
    return inventories;
  }

  /** Where a list goes on, as text that a client only hands back: the last id. */
  private static final class Token {
    private static final String VERSION = "1";

    private Token() {}

    static String format(String id) {
      byte[] token = (VERSION + id).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    static String parse(String token) {
      try {
        if (token.length() <= MAX_TOKEN) {
          byte[] bytes = Base64.getUrlDecoder().decode(token);
          String text = new String(bytes, StandardCharsets.UTF_8);
          if (text.length() > 1 && format(text.substring(1)).equals(token)) {
            return text.substring(1);
          }
        }
      } catch (IllegalArgumentException notBase64) {
        throw incorrect();
      }
      throw incorrect();
    }

    private static S3Exception incorrect() {
      return S3Error.InvalidArgument.because("The continuation token provided is incorrect")
          .with("ArgumentName", "continuation-token");
    }
  }
}
