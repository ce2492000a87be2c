package dev.coffer.storage.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostileMemoryKvTest extends KvStoreContract {
  @Override
  KvStore open() {
    return MemoryKv.hostile(42);
  }

  @Override
  KvStore reopen(KvStore open) {
    return ((MemoryKv) open).reopen();
  }

  @Test
  void unknownOutcomesAreOfAllKinds() {
    kv = MemoryKv.hostile(7, 100);
    kv.create(INDEX);
    int atOnce = 0;
    int later = 0;
    for (int i = 0; i < 300; i++) {
      Bytes group = number(i);
      assertThat(kv.commit(Commit.in(INDEX, group).put(ROW, ONE).build()))
          .isInstanceOf(Outcome.Unknown.class);
      boolean applied = kv.get(INDEX, new Key(group, ROW)).isPresent();
      kv.commit(Commit.in(INDEX, group).put(ROW2, ONE).build());
      boolean decided = kv.get(INDEX, new Key(group, ROW)).isPresent();
      atOnce += applied ? 1 : 0;
      later += decided && !applied ? 1 : 0;
    }
    assertThat(atOnce).isBetween(50, 250);
    assertThat(later).isBetween(30, 250);
    assertThat(atOnce + later).isLessThan(290);
  }

  @Test
  void outcomeIsDecidedOnceALaterCommitInItsGroupIsAnswered() {
    kv = MemoryKv.hostile(8, 50);
    kv.create(INDEX);
    for (int i = 0; i < 200; i++) {
      Bytes group = number(i);
      kv.commit(Commit.in(INDEX, group).put(ROW, ONE).build());
      kv.commit(Commit.in(INDEX, group).expectAbsent(ROW2).expectEqual(ROW2, ONE).build());
      boolean present = kv.get(INDEX, new Key(group, ROW)).isPresent();
      for (int look = 0; look < 10; look++) {
        assertThat(kv.get(INDEX, new Key(group, ROW)).isPresent()).isEqualTo(present);
      }
    }
  }

  @Test
  void commitThatStaysUnknownIsAnsweredSo() {
    kv = MemoryKv.hostile(9, 100);
    kv.create(INDEX);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Bytes token = token();
      Commit put = Commit.in(INDEX, number(i)).expectAbsent(ROW).put(ROW, token).build();
      Outcome outcome = Settle.commit(kv, put, ROW);
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Done) {
        assertThat(kv.get(INDEX, new Key(number(i), ROW))).contains(token);
      }
    }
    assertThat(outcomes).hasOnlyElementsOfTypes(Outcome.Done.class, Outcome.Unknown.class);
  }

  @Test
  void replacedTokenRowLeavesAConflictUnknown() {
    Bytes theirs = Bytes.utf8("theirs");
    ReplacingKv replacing = new ReplacingKv(kv, Commit.in(INDEX, GROUP).put(ROW, theirs).build());
    Commit put = commit().expectAbsent(ROW).put(ROW, ONE).build();
    assertThat(Settle.commit(replacing, put, ROW)).isInstanceOf(Outcome.Unknown.class);
    assertThat(get(ROW)).contains(theirs);
  }
}
