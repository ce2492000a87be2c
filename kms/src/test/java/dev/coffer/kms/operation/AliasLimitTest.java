package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.access.Quotas;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.ListAliases;
import dev.coffer.wire.kms.UpdateAlias;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A key has fifty aliases at most, whoever gives it more at the same moment. */
final class AliasLimitTest {
  private final Meddling store = new Meddling(new MemoryKv());
  private final TestKms kms = new TestKms(store, Quotas.off());
  private final String full = kms.symmetric().keyId();
  private final String other = kms.symmetric().keyId();

  private void fill(int aliases) {
    for (int i = 0; i < aliases; i++) {
      create("alias/full" + i, full);
    }
  }

  private void create(String name, String key) {
    kms.ops.aliases().create(asRoot(), new CreateAlias(name, key));
  }

  private String move(String name, String key) {
    return refusal(() -> kms.ops.aliases().update(asRoot(), new UpdateAlias(name, key)));
  }

  private int aliases(String key) {
    return kms.ops.aliases().list(asRoot(), new ListAliases(key, 100, null)).aliases().size();
  }

  @Test
  void anAliasDoesNotMoveToAKeyThatHasFifty() {
    fill(50);
    create("alias/one", other);
    assertThat(move("alias/one", full))
        .isEqualTo(
            "LimitExceededException: The key arn:aws:kms:us-east-1:111122223333:key/"
                + full
                + " has 50 aliases already.");
    assertThat(move("alias/full0", full)).as("one that is its own already").isEmpty();
    assertThat(aliases(full)).isEqualTo(50);
    assertThat(aliases(other)).isEqualTo(1);
  }

  @Test
  void ofTwoThatMoveAtOnceToTheLastPlaceOneDoes() {
    fill(49);
    create("alias/one", other);
    create("alias/two", other);
    store.afterCounting(full, () -> assertThat(move("alias/two", full)).isEmpty());
    assertThat(move("alias/one", full)).startsWith("LimitExceededException");
    assertThat(store.meddled).isTrue();
    assertThat(aliases(full)).isEqualTo(50);
    assertThat(aliases(other)).isEqualTo(1);
  }

  /** Another store, where something is done once, right after aliases of a key were counted. */
  private static final class Meddling extends ForwardingKv {
    private Bytes counting = Bytes.EMPTY;
    private Runnable action = () -> {};
    private boolean meddled = true;

    Meddling(KvStore kv) {
      super(kv);
    }

    void afterCounting(String key, Runnable done) {
      counting = Bytes.utf8("c" + key);
      action = done;
      meddled = false;
    }

    @Override
    public Optional<Bytes> get(Index index, Key key) {
      Optional<Bytes> row = super.get(index, key);
      if (!meddled && key.suffix().equals(counting)) {
        meddled = true;
        action.run();
      }
      return row;
    }
  }
}
