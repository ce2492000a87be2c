package dev.coffer.iam.identity;

import static dev.coffer.iam.identity.Installation.ACCOUNT;
import static dev.coffer.iam.identity.Installation.SYSTEM;
import static dev.coffer.iam.identity.UserRows.ALICE;
import static dev.coffer.iam.identity.UserRows.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Inline;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.Members;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.kv.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentitiesTest {
  private static final String READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  private static final String OWN = "arn:aws:iam::123456789012:policy/house/own";
  private static final GroupRow WRITERS =
      new GroupRow(new Naming("AGPAAAAAAAAAAAAAAAAAA", "writers", "/", THEN), Holdings.NONE, 0);
  private static final PolicyRow POLICY =
      new PolicyRow(
          new Naming("ANPAAAAAAAAAAAAAAAAAA", "own", "/house/", THEN),
          THEN,
          null,
          1,
          1,
          List.of(new PolicyRow.Version(1, THEN)));
  private static final RoleRow ROLE =
      new RoleRow(
          new Naming("AROAAAAAAAAAAAAAAAAAA", "Auditor", "/of/", THEN),
          new Holdings(List.of(new Attached(OWN, POLICY.id())), List.of(new Inline("see", 2))),
          null,
          "Looks",
          7200);

  private final KvStore store = Installation.store();
  private final Ledger ledger = new Ledger(store, SYSTEM, Installation.entropy(5));
  private final Identities identities = new Identities(store, SYSTEM, Installation.entropy(6));

  @BeforeEach
  void anAccount() {
    new Accounts(store, SYSTEM).add(ACCOUNT);
    change(change -> {
      Entities.POLICIES.add(change, POLICY);
      Texts.putVersion(change, POLICY, 1, policy("own"));
      Entities.GROUPS.add(
          change, WRITERS.with(new Holdings(List.of(), List.of(new Inline("w", 2)))));
      Texts.putInline(change, WRITERS, "w", policy("group"));
      Entities.ROLES.add(change, ROLE);
      Texts.putTrust(change, ROLE, trust());
      Texts.putInline(change, ROLE, "see", policy("role"));
      Tags.put(change, ROLE, Map.of("team", "audit"));
      var user =
          ALICE
              .with(
                  new Holdings(
                      List.of(new Attached(READ, "ANPAS3READONLYACCESSA")),
                      List.of(new Inline("in", 2))))
              .with(new Attached(OWN, POLICY.id()));
      Texts.putInline(change, user, "in", policy("user"));
      Tags.put(change, user, Map.of("b", "2", "a", "1"));
      Entities.USERS.add(change, user);
      Members.add(change, Entities.GROUPS.byName(change, "writers").orElseThrow(), user);
    });
  }

  @Test
  void aUserHasTheirOwnPoliciesAndThoseOfTheirGroups() {
    Subject alice = identities.userSubject(ACCOUNT.id(), ALICE.id()).orElseThrow();
    assertThat(alice.kind()).isEqualTo(Subject.Kind.USER);
    assertThat(alice.arn()).isEqualTo("arn:aws:iam::123456789012:user/people/Alice");
    assertThat(alice.userId()).isEqualTo(ALICE.id());
    assertThat(alice.identity())
        .extracting(NamedPolicy::name)
        .containsExactly("user/Alice inline in", READ, "group/writers inline w");
    assertThat(alice.identity().getFirst().document().text()).isEqualTo(policy("user"));
    assertThat(alice.identity().getLast().document().text()).isEqualTo(policy("group"));
    assertThat(alice.boundary()).isNotNull();
    assertThat(alice.boundary().name()).isEqualTo(OWN);
    assertThat(alice.session()).isNull();
    assertThat(alice.tags()).isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void aUserIsFoundByIdInTheirAccountOnly() {
    assertThat(identities.userSubject(ACCOUNT.id(), "AIDAOTHER")).isEmpty();
    assertThat(identities.userSubject("210987654321", ALICE.id())).isEmpty();
  }

  @Test
  void aRenamedUserStaysWhoTheyAre() {
    change(change -> {
      var before = Entities.USERS.byName(change, "Alice").orElseThrow();
      Entities.USERS.rename(change, before, before.with(before.naming().renamed("eve", "/")));
    });
    assertThat(identities.userSubject(ACCOUNT.id(), ALICE.id()).orElseThrow().arn())
        .isEqualTo("arn:aws:iam::123456789012:user/eve");
    assertThat(identities.principalExists("arn:aws:iam::123456789012:user/people/Alice")).isFalse();
  }

  @Test
  void aRoleIsFoundByItsWholeArn() {
    Role role = identities.role("arn:aws:iam::123456789012:role/of/Auditor").orElseThrow();
    assertThat(role.roleId()).isEqualTo(ROLE.id());
    assertThat(role.maxSessionDuration()).isEqualTo(Duration.ofHours(2));
    assertThat(role.trust().text()).isEqualTo(trust());
    assertThat(identities.role("arn:aws:iam::123456789012:role/Auditor")).isEmpty();
    assertThat(identities.role("arn:aws:iam::123456789012:role/of/auditor")).isEmpty();
    assertThat(identities.role("nonsense")).isEmpty();
  }

  @Test
  void aSessionHasTheRolesPoliciesAndItsOwn() {
    Role role = identities.roleById(ACCOUNT.id(), ROLE.id()).orElseThrow();
    Subject session = Identities.roleSubject(role, "monday", List.of());
    assertThat(session.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/Auditor/monday");
    assertThat(session.userId()).isEqualTo(ROLE.id() + ":monday");
    assertThat(session.roleArn()).isEqualTo(role.arn());
    assertThat(session.identity())
        .extracting(NamedPolicy::name)
        .containsExactly("role/Auditor inline see", OWN);
    assertThat(session.session()).isEmpty();
    assertThat(session.tags()).isEqualTo(Map.of("team", "audit"));
  }

  @Test
  void aRoleMadeAnewUnderItsNameIsAnother() {
    change(change -> Entities.ROLES.remove(change, ROLE));
    var anew =
        new RoleRow(
            new Naming("AROABBBBBBBBBBBBBBBBB", "Auditor", "/of/", THEN),
            Holdings.NONE,
            null,
            null,
            3600);
    change(change -> {
      Entities.ROLES.add(change, anew);
      Texts.putTrust(change, anew, trust());
    });
    assertThat(identities.roleById(ACCOUNT.id(), ROLE.id())).isEmpty();
    assertThat(identities.role("arn:aws:iam::123456789012:role/of/Auditor"))
        .map(Role::roleId)
        .contains(anew.id());
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012, true",
    "210987654321, false",
    "arn:aws:iam::123456789012:root, true",
    "arn:aws:iam::210987654321:root, false",
    "arn:aws:iam::123456789012:user/people/Alice, true",
    "arn:aws:iam::123456789012:user/Alice, false",
    "arn:aws:iam::123456789012:user/people/alice, false",
    "arn:aws:iam::123456789012:role/of/Auditor, true",
    "arn:aws:iam::123456789012:role/of/Other, false",
    "arn:aws:sts::123456789012:assumed-role/Auditor/x, true",
    "arn:aws:sts::123456789012:assumed-role/Other/x, false",
    "arn:aws:iam::123456789012:group/writers, false",
    "arn:aws-cn:iam::123456789012:root, false",
    "*, false",
  })
  void aPolicyMayNameWhoThereIs(String principal, boolean exists) {
    assertThat(identities.principalExists(principal)).isEqualTo(exists);
  }

  @Test
  void anAccountIsClosedOnlyWhenEmpty() {
    assertThat(identities.anyIn(ACCOUNT.id())).isTrue();
    assertThat(identities.closeIfEmpty(ACCOUNT.id())).isFalse();
    assertThat(identities.anyIn("210987654321")).isFalse();
    assertThat(identities.closeIfEmpty("210987654321")).isTrue();
    assertThat(identities.closeIfEmpty("210987654321")).isTrue();
  }

  private void change(Consumer<Change> body) {
    ledger.change(
        ACCOUNT.id(),
        change -> {
          body.accept(change);
          return "";
        });
  }

  private static String policy(String sid) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\""
        + sid
        + "\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
  }

  private static String trust() {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
        + "{\"AWS\":\"123456789012\"},\"Action\":\"sts:AssumeRole\"}]}";
  }
}
