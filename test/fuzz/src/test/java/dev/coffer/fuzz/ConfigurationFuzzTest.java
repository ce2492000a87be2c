package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.store.event.NotificationRules;
import dev.coffer.store.event.NotificationRules.DestinationKind;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.InventoryTexts;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lifecycle.RuleTexts;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.LockRules;
import dev.coffer.store.logging.LogRules;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.tag.TagRules;
import dev.coffer.store.tag.Tags;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketLogging;
import dev.coffer.wire.s3.PutBucketNotificationConfiguration;
import dev.coffer.wire.s3.PutBucketTagging;
import dev.coffer.wire.s3.PutObjectLockConfiguration;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Configurations of buckets: refused, or rules that their row keeps, and that are the same rules
 * when what is shown of them is put again.
 */
class ConfigurationFuzzTest {
  private static final String ID = "report-1";

  @FuzzTest
  void lifecycle(byte[] document) {
    var op = decoded("lifecycle", document, PutBucketLifecycleConfiguration.class);
    unlessRefused(() -> RuleTexts.read(op.configuration().read(), Entropy.system()))
        .ifPresent(rules -> {
          requireSame(rules, LifecycleRules.decode(rules.encode()));
          requireSame(rules, RuleTexts.read(rules.shown(), Entropy.system()));
        });
  }

  /** Queues and functions are read, but no bucket ever gets them. */
  @FuzzTest
  void notification(byte[] document) {
    var op = decoded("notification", document, PutBucketNotificationConfiguration.class);
    unlessRefused(() -> NotificationRules.of(op.configuration().read(), Entropy.system()))
        .ifPresent(asked -> {
          Bytes row = asked.rules().encode();
          requireSame(row, NotificationRules.decode(row).encode());
          if (asked.destinations().stream().allMatch(to -> to.kind() == DestinationKind.TOPIC)) {
            var again = NotificationRules.of(asked.rules().shown(), Entropy.system());
            requireSame(row, again.rules().encode());
          }
        });
  }

  @FuzzTest
  void inventory(byte[] document) {
    var op = decoded("inventory&id=" + ID, document, PutBucketInventoryConfiguration.class);
    unlessRefused(() -> InventoryTexts.read(op.id(), op.configuration().read()))
        .ifPresent(inventory -> {
          requireSame(inventory, Inventory.read(new FieldReader(inventory.encode())));
          requireSame(inventory, InventoryTexts.read(ID, inventory.shown()));
        });
  }

  @FuzzTest
  void logging(byte[] document) {
    var op = decoded("logging", document, PutBucketLogging.class);
    unlessRefused(() -> Optional.ofNullable(op.status().read().loggingEnabled()).map(LogRules::of))
        .flatMap(asked -> asked)
        .ifPresent(target -> {
          requireSame(target, LogTarget.decode(target.encode()));
          requireSame(target, LogRules.of(LogRules.shown(target)));
        });
  }

  @FuzzTest
  void lock(byte[] document) {
    var op = decoded("object-lock", document, PutObjectLockConfiguration.class);
    unlessRefused(() -> LockRules.ofBucket(op.configuration().read()))
        .ifPresent(lock -> requireSame(lock, BucketLock.decode(lock.encode())));
  }

  @FuzzTest
  void tags(byte[] document) {
    var op = decoded("tagging", document, PutBucketTagging.class);
    unlessRefused(() -> TagRules.ofBucket(op.tagging().read()))
        .ifPresent(tags -> {
          var row = new FieldWriter();
          tags.write(row);
          requireSame(tags.shown(), Tags.read(new FieldReader(row.toBytes())).shown());
        });
  }

  private static <O extends Operation<?>> O decoded(
      String query, byte[] document, Class<O> operation) {
    var headers = Headers.of("Host", "localhost");
    var request =
        new Request("PUT", "/bucket", query, headers, Body.of(document), Request.Peer.LOCAL);
    return Codec.s3().decode(operation, request, Address.of("bucket"));
  }

  private static <T> Optional<T> unlessRefused(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (S3Exception _) {
      return Optional.empty();
    }
  }

  private static void requireSame(Object put, Object again) {
    if (!put.equals(again)) {
      throw new AssertionError(put + " became " + again);
    }
  }
}
