package dev.coffer.store;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.ChangeFeed;
import dev.coffer.kms.access.Foundation;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.audit.AuditTrail;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.operation.KeyOperations;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.UpdateAlias;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real key service in memory, with the short forms of what tests do to its keys. */
public final class TestKeys {
  public static final String REGION = "us-east-1";
  private static final Index INDEX = new Index("system");

  public final KeyOperations operations;
  public final ChangeFeed changes = new ChangeFeed();
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

  public TestKeys(InstantSource clock) {
    this(clock, Entropy.system());
  }

  public TestKeys(InstantSource clock, Entropy entropy) {
    var store = new MemoryKv();
    store.create(INDEX);
    this.operations =
        new KeyOperations(
            new Foundation(
                store,
                INDEX,
                TestRoot.create(),
                CustomKeyStores.none(),
                new WrappingKey(Secret.random(Entropy.system(), 32)),
                new WrappingKey(Secret.random(Entropy.system(), 32)),
                new MaterialNames(Secret.random(Entropy.system(), 32)),
                REGION,
                clock,
                entropy,
                (AuditTrail) events::add,
                Quotas.off(),
                _ -> true,
                _ -> OptionalLong.empty(),
                changes));
  }

  /** For a store, which keeps bucket keys as long as servers do. */
  public Sse.Kms kms() {
    return kms(Sse.Kms.DEFAULT_LIFE);
  }

  public Sse.Kms kms(Duration bucketKeyLife) {
    return new Sse.Kms(operations.service(), REGION, bucketKeyLife);
  }

  /** The events of the trail, oldest first. */
  public List<AuditEvent> events() {
    return Collections.unmodifiableList(events);
  }

  /** A new key whose policy is the usual one. */
  public String create(Call call) {
    return create(call, null);
  }

  public String create(Call call, @Nullable String policy) {
    var op = new CreateKey(policy, null, null, null, null, null, null, null, null, null, null);
    return metadata(operations.newKeys().create(call, op).keyMetadata());
  }

  private static String metadata(KeyMetadata key) {
    return key.arn();
  }

  public void alias(Call call, String name, String keyArn) {
    String id = keyArn.substring(keyArn.indexOf('/') + 1);
    operations.aliases().create(call, new CreateAlias(name, id));
  }

  public void retarget(Call call, String name, String keyArn) {
    String id = keyArn.substring(keyArn.indexOf('/') + 1);
    operations.aliases().update(call, new UpdateAlias(name, id));
  }

  public void disable(Call call, String keyArn) {
    operations.life().disable(call, new DisableKey(keyArn));
  }

  public void enable(Call call, String keyArn) {
    operations.life().enable(call, new EnableKey(keyArn));
  }

  public void scheduleDeletion(Call call, String keyArn) {
    operations.life().schedule(call, new ScheduleKeyDeletion(keyArn, 7));
  }

  /** What is sealed from now on lies under a new material. */
  public void rotate(Call call, String keyArn) {
    operations.rotations().rotate(call, new RotateKeyOnDemand(keyArn));
  }

  public void cancelDeletion(Call call, String keyArn) {
    operations.life().cancel(call, new CancelKeyDeletion(keyArn));
  }

  public void policy(Call call, String keyArn, String policy) {
    operations.policies().put(call, new PutKeyPolicy(keyArn, null, policy, null));
  }
}
