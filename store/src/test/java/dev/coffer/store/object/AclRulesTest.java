package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"private", "bucket-owner-full-control"})
  void whatGivesTheOwnerAloneEverythingIsAccepted(String canned) {
    assertThat(RequestRules.ownerOnly(canned)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public-read",
        "public-read-write",
        "authenticated-read",
        "aws-exec-read",
        "bucket-owner-read",
        "log-delivery-write",
        "Private",
        ""
      })
  void everythingElseIsRefused(String canned) {
    assertThat(RequestRules.ownerOnly(canned)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "read-acp", "write-acp"})
  void grantsToOthersAreRefused(String grant) {
    String other = "id=1";
    var acl =
        new Acl(
            null,
            null,
            grant.equals("read") ? other : null,
            grant.equals("read-acp") ? other : null,
            grant.equals("write-acp") ? other : null);
    assertThatThrownBy(() -> RequestRules.requireNoGrants(acl))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal ->
                assertThat(refusal.error()).isEqualTo(S3Error.AccessControlListNotSupported));
  }
}
