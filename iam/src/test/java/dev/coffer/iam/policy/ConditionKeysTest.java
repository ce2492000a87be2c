package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConditionKeysTest {
  private static final String LATER = "kms:ResourceAliases";
  private final AtomicInteger lookups = new AtomicInteger();

  private ConditionKeys later(List<String> values) {
    return ConditionKeys.NONE
        .with("kms:KeySpec", "HMAC_256")
        .withLater(
            LATER,
            () -> {
              lookups.incrementAndGet();
              return values;
            });
  }

  @Test
  void whatNobodyAsksForIsNotLookedUp() {
    ConditionKeys keys = later(List.of("alias/a")).with("b", "c");
    ConditionKeys more = ConditionKeys.NONE.with("aws:SourceIp", "::1").and(keys);
    assertThat(more.find("kms:keyspec")).containsExactly("HMAC_256");
    assertThat(more.find("absent")).isNull();
    assertThat(lookups).hasValue(0);
  }

  @Test
  void whatIsAskedForIsLookedUpOnceForAllThatWereMadeOfIt() {
    ConditionKeys keys = later(List.of("alias/a", "alias/b"));
    ConditionKeys more = keys.with("b", "c").and(ConditionKeys.NONE.with("d", "e"));
    assertThat(more.find("KMS:resourcealiases")).containsExactly("alias/a", "alias/b");
    assertThat(keys.find(LATER)).containsExactly("alias/a", "alias/b");
    assertThat(more.all())
        .containsOnlyKeys("kms:keyspec", "kms:resourcealiases", "b", "d")
        .containsEntry("kms:resourcealiases", List.of("alias/a", "alias/b"));
    assertThat(lookups).hasValue(1);
  }

  @Test
  void whereNothingIsFoundTheRequestDoesNotHaveTheKey() {
    ConditionKeys keys = later(List.of());
    assertThat(keys.find(LATER)).isNull();
    assertThat(keys.find(LATER)).isNull();
    assertThat(keys.all()).containsOnlyKeys("kms:keyspec");
    assertThat(lookups).hasValue(1);
  }

  @Test
  void anotherValueOfTheKeyTakesItsPlace() {
    assertThat(later(List.of("alias/a")).with("kms:resourceALIASES", "alias/x").find(LATER))
        .containsExactly("alias/x");
    assertThat(lookups).hasValue(0);
  }

  @Test
  void whatIsNotFoundHidesAnEarlierValueNonetheless() {
    ConditionKeys keys = ConditionKeys.NONE.with(LATER, "alias/x").and(later(List.of()));
    assertThat(keys.find(LATER)).isNull();
    assertThat(keys.all()).containsOnlyKeys("kms:keyspec");
  }

  @Test
  void theLatestValueCountsAndTheEarlierKeysStayAsTheyWere() {
    ConditionKeys one = ConditionKeys.NONE.with("a", "1").with("b", "1");
    ConditionKeys two = one.with("A", "2").and(ConditionKeys.NONE.with("c", "1").with("c", "2"));
    assertThat(one.all()).isEqualTo(Map.of("a", List.of("1"), "b", List.of("1")));
    assertThat(two.all())
        .isEqualTo(Map.of("a", List.of("2"), "b", List.of("1"), "c", List.of("2")));
    assertThat(two.and(ConditionKeys.NONE).all()).isEqualTo(two.all());
    assertThat(ConditionKeys.NONE.and(two).all()).isEqualTo(two.all());
    assertThat(ConditionKeys.NONE.find("")).isNull();
  }

  @Test
  void asManyKeysAsARequestMayHaveTakeNoStack() {
    ConditionKeys keys = ConditionKeys.NONE;
    for (int i = 0; i < 100_000; i++) {
      keys = keys.with("key" + i, "value");
    }
    assertThat(ConditionKeys.NONE.and(keys).all()).hasSize(100_000);
  }

  @Test
  void aFailureIsNotTakenForNothing() {
    ConditionKeys keys =
        ConditionKeys.NONE.withLater(
            LATER,
            () -> {
              lookups.incrementAndGet();
              throw new IllegalStateException("unreadable");
            });
    assertThatIllegalStateException().isThrownBy(() -> keys.find(LATER));
    assertThatIllegalStateException().isThrownBy(() -> keys.find(LATER));
    assertThat(lookups).hasValue(2);
  }
}
