package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.access.Quotas;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.ListAliases;
import dev.coffer.wire.kms.ListKeys;
import dev.coffer.wire.kms.ListResourceTags;
import dev.coffer.wire.kms.ListRetirableGrants;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UntagResource;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.kms.UpdateKeyDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class KeyLifeTest {
  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();

  private ScheduleKeyDeletion.Output schedule(Integer days) {
    return kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key.keyId(), days));
  }

  @Test
  void deletionShowsItsDateAndCanBeTakenBack() {
    ScheduleKeyDeletion.Output scheduled = schedule(null);
    assertThat(scheduled)
        .isEqualTo(
            new ScheduleKeyDeletion.Output(
                key.arn(),
                key.creationDate().plus(Duration.ofDays(30)),
                KeyState.PendingDeletion,
                30));
    KeyMetadata pending = kms.describe(key.keyId());
    assertThat(pending.deletionDate()).isEqualTo(scheduled.deletionDate());
    assertThat(pending.enabled()).isFalse();
    assertThat(kms.ops.life().cancel(asRoot(), new CancelKeyDeletion(key.keyId())).keyId())
        .isEqualTo(key.arn());
    KeyMetadata kept = kms.describe(key.keyId());
    assertThat(kept.keyState()).isEqualTo(KeyState.Disabled);
    assertThat(kept.deletionDate()).isNull();
  }

  @Test
  void aKeyIsDestroyedAfterItsWindowWithAllThatBelongsToIt() {
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mine", key.keyId()));
    String carol = TestKms.arn("carol");
    kms.ops
        .granting()
        .create(
            asRoot(),
            new CreateGrant(
                key.keyId(),
                carol,
                carol,
                List.of(GrantOperation.Encrypt),
                null,
                null,
                "n",
                null,
                null,
                null));
    schedule(7);
    kms.advance(Duration.ofDays(7).minusMillis(1));
    kms.ops.chores().destroyDue(kms.instant());
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.PendingDeletion);
    kms.advance(Duration.ofMillis(1));
    kms.ops.chores().run();
    kms.ops.chores().run();
    assertThat(refusal(() -> kms.describe(key.keyId()))).startsWith("NotFoundException: Key");
    assertThat(refusal(() -> kms.describe("alias/mine"))).startsWith("NotFoundException: Alias");
    assertThat(refusal(() -> kms.decrypted(sealed, null)))
        .startsWith("AccessDeniedException: The ciphertext refers to");
    assertThat(kms.ops.life().list(asRoot(), new ListKeys(null, null, null)).keys()).isEmpty();
    assertThat(
            kms.ops
                .granting()
                .retirable(asRoot(), new ListRetirableGrants(null, null, carol, null))
                .grants())
        .isEmpty();
    assertThat(kms.trail.events)
        .filteredOn(event -> event.eventName().equals("DeleteKey"))
        .hasSize(1);
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mine", kms.symmetric().keyId()));
  }

  @Test
  void whatDependsOnAKeyStandsInTheEvent() {
    kms.versions = OptionalLong.of(17);
    schedule(7);
    assertThat(kms.trail.last().additionalEventData()).containsEntry("dependentVersions", 17L);
  }

  @Test
  void enablingAndDisablingMayBeRepeated() {
    for (int i = 0; i < 2; i++) {
      kms.ops.life().disable(asRoot(), new DisableKey(key.keyId()));
      assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.Disabled);
    }
    for (int i = 0; i < 2; i++) {
      kms.ops.life().enable(asRoot(), new EnableKey(key.keyId()));
      assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.Enabled);
    }
  }

  @Test
  void keysAreListedInPages() {
    var made = new ArrayList<String>();
    made.add(key.keyId());
    for (int i = 0; i < 6; i++) {
      made.add(kms.symmetric().keyId());
    }
    kms.ops.newKeys().create(TestKms.asRootOf(TestKms.OTHER), TestKms.newKey(null, null, null));
    var found = new ArrayList<String>();
    String marker = null;
    do {
      ListKeys.Output page = kms.ops.life().list(asRoot(), new ListKeys(3, marker, null));
      page.keys().forEach(entry -> found.add(entry.keyId()));
      marker = page.nextMarker();
      assertThat(page.truncated()).isEqualTo(marker != null);
    } while (marker != null);
    assertThat(found).containsExactlyInAnyOrderElementsOf(made);
    for (String wrong : List.of("!", "abcd", "a b")) {
      assertThat(refusal(() -> kms.ops.life().list(asRoot(), new ListKeys(3, wrong, null))))
          .isEqualTo("InvalidMarkerException");
    }
  }

  @Test
  void aliasesAreListedWithTheServicesOwn() {
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/a", key.keyId()));
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/z", key.keyId()));
    assertThat(listed(null, 10))
        .extracting(ListAliases.Entry::aliasName)
        .containsExactly("alias/a", "alias/aws/s3", "alias/z");
    assertThat(listed(null, 10).get(1).targetKeyId()).isNull();
    assertThat(listed(null, 1)).isEqualTo(listed(null, 10));
    KeyMetadata s3 = kms.describe("alias/aws/s3");
    assertThat(listed(null, 2).get(1).targetKeyId()).isEqualTo(s3.keyId());
    assertThat(listed(key.keyId(), 1))
        .extracting(ListAliases.Entry::aliasName)
        .containsExactly("alias/a", "alias/z");
  }

  private List<ListAliases.Entry> listed(String keyId, int limit) {
    var found = new ArrayList<ListAliases.Entry>();
    String marker = null;
    do {
      ListAliases.Output page =
          kms.ops.aliases().list(asRoot(), new ListAliases(keyId, limit, marker));
      found.addAll(page.aliases());
      marker = page.nextMarker();
    } while (marker != null);
    return found;
  }

  @Test
  void anAliasMovesToAnotherKey() {
    String other = kms.symmetric().keyId();
    String longName = "alias/" + "n".repeat(250);
    for (String name : List.of("alias/a", longName)) {
      kms.ops.aliases().create(asRoot(), new CreateAlias(name, key.keyId()));
      kms.advance(Duration.ofSeconds(1));
      kms.ops.aliases().update(asRoot(), new UpdateAlias(name, other));
      assertThat(kms.describe(name).keyId()).isEqualTo(other);
    }
    assertThat(listed(key.keyId(), 10)).isEmpty();
    assertThat(listed(other, 10))
        .hasSize(2)
        .allSatisfy(alias -> assertThat(alias.lastUpdatedDate()).isAfter(alias.creationDate()));
  }

  @Test
  void anAliasMovesToAKeyOfTheSameTypeAndUsageWhateverItsLength() {
    String one = kms.hmac(KeySpec.HMAC_224).keyId();
    String two = kms.hmac(KeySpec.HMAC_512).keyId();
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/mac", one));
    kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/mac", two));
    assertThat(kms.describe("alias/mac").keyId()).isEqualTo(two);
  }

  @Test
  void theFiftyFirstAliasIsRefused() {
    for (int i = 0; i < 50; i++) {
      kms.ops.aliases().create(asRoot(), new CreateAlias("alias/a" + i, key.keyId()));
    }
    assertThat(
            refusal(() ->
                kms.ops.aliases().create(asRoot(), new CreateAlias("alias/more", key.keyId()))))
        .startsWith("LimitExceededException");
  }

  @Test
  void tagsAreReplacedRemovedAndListedInPages() {
    kms.ops
        .tagging()
        .tag(
            asRoot(),
            new TagResource(
                key.keyId(), List.of(new Tag("a", "1"), new Tag("b", "2"), new Tag("c", "3"))));
    kms.ops.tagging().tag(asRoot(), new TagResource(key.keyId(), List.of(new Tag("b", "4"))));
    kms.ops.tagging().untag(asRoot(), new UntagResource(key.keyId(), List.of("a", "not there")));
    ListResourceTags.Output first =
        kms.ops.tagging().list(asRoot(), new ListResourceTags(key.keyId(), 1, null));
    assertThat(first.tags()).containsExactly(new Tag("b", "4"));
    assertThat(first.truncated()).isTrue();
    ListResourceTags.Output second =
        kms.ops.tagging().list(asRoot(), new ListResourceTags(key.keyId(), 1, first.nextMarker()));
    assertThat(second.tags()).containsExactly(new Tag("c", "3"));
    assertThat(second.truncated()).isFalse();
  }

  @Test
  void aTagThatIsRemovedBetweenTwoPagesHidesNoOther() {
    List<Tag> tags = List.of(new Tag("c", "3"), new Tag("a", "1"), new Tag("b", "2"));
    kms.ops.tagging().tag(asRoot(), new TagResource(key.keyId(), tags));
    ListResourceTags.Output first =
        kms.ops.tagging().list(asRoot(), new ListResourceTags(key.keyId(), 1, null));
    assertThat(first.tags()).containsExactly(new Tag("a", "1"));
    kms.ops.tagging().untag(asRoot(), new UntagResource(key.keyId(), List.of("a")));
    ListResourceTags.Output rest =
        kms.ops.tagging().list(asRoot(), new ListResourceTags(key.keyId(), 2, first.nextMarker()));
    assertThat(rest.tags()).containsExactly(new Tag("b", "2"), new Tag("c", "3"));
  }

  @Test
  void aRecordThatIsLargerThanARowComesBackWhole() {
    String description = "\u4e2d".repeat(8192);
    kms.ops.life().describeAs(asRoot(), new UpdateKeyDescription(key.keyId(), description));
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < 50; i++) {
      tags.add(new Tag(i + "\u4e2d".repeat(120), "\u4e2d".repeat(256)));
    }
    kms.ops.tagging().tag(asRoot(), new TagResource(key.keyId(), tags));
    String policy = KeyPolicies.standard(TestKms.ACCOUNT);
    String padded = policy + " ".repeat(32_768 - policy.length());
    kms.ops.policies().put(asRoot(), new PutKeyPolicy(key.keyId(), null, padded, null));
    assertThat(kms.describe(key.keyId()).description()).isEqualTo(description);
    assertThat(kms.decrypted(kms.encrypted(key.keyId(), "text", Map.of()), null)).isEqualTo("text");
    kms.ops.life().describeAs(asRoot(), new UpdateKeyDescription(key.keyId(), "short"));
    assertThat(kms.describe(key.keyId()).description()).isEqualTo("short");
  }

  @Test
  void quotasRefuseOnlyWhatComesTooEarly() {
    var limited = new TestKms(new MemoryKv(), Quotas.amazon());
    for (int i = 0; i < 5; i++) {
      limited.symmetric();
    }
    assertThat(refusal(limited::symmetric))
        .isEqualTo(
            "ThrottlingException: You have exceeded the rate at which you may call KMS. Reduce the"
                + " frequency of your calls.");
    limited.advance(Duration.ofMillis(200));
    limited.symmetric();
    assertThat(refusal(limited::symmetric)).startsWith("ThrottlingException");
    assertThat(limited.trail.last().errorCode()).isEqualTo("ThrottlingException");
  }
}
