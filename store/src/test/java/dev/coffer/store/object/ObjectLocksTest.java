package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.store.TestClock;
import dev.coffer.store.TestStore;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectLockConfiguration;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What locks bind, and what changes them, by a clock that is moved. */
final class ObjectLocksTest {
  private static final Instant NOW = TestClock.START;
  private static final ObjectLockHeaders NONE = ObjectLockHeaders.NONE;

  private final Locking locking = new Locking();

  @AfterEach
  void close() {
    locking.test.store.close();
  }

  private static String in(Duration time) {
    return LockRules.text(NOW.plus(time));
  }

  private static ObjectLockHeaders lock(String mode, Duration time) {
    return new ObjectLockHeaders(mode, in(time), null);
  }

  private static void refused(S3Error error, String text, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(error);
              assertThat(refusal.text()).isEqualTo(text);
            });
  }

  private static void locked(ThrowingCallable call) {
    refused(S3Error.AccessDenied, "Access Denied because object protected by object lock.", call);
  }

  @Test
  void aPeriodBindsUntilItsEnd() {
    String version = locking.put("k", lock("COMPLIANCE", Duration.ofDays(1)));
    locked(() -> locking.delete("k", version, null));
    locked(() -> locking.delete("k", version, true));
    locking.test.clock.advance(Duration.ofDays(1).minusMillis(1));
    locked(() -> locking.delete("k", version, true));
    locking.test.clock.advance(Duration.ofMillis(1));
    locking.delete("k", version, null);
    refused(S3Error.NoSuchKey, S3Error.NoSuchKey.message(), () -> locking.lock("k", null));
  }

  @Test
  void governanceIsBypassedAndAHoldIsNot() {
    String version = locking.put("k", lock("GOVERNANCE", Duration.ofDays(1)));
    locked(() -> locking.delete("k", version, false));
    locking.hold("k", version, true);
    locked(() -> locking.delete("k", version, true));
    locking.hold("k", version, false);
    assertThat(locking.lock("k", version).legalHold()).isEqualTo("OFF");
    locking.delete("k", version, true);
  }

  @Test
  void markersAndNewVersionsAreNotBound() {
    String version = locking.put("k", lock("COMPLIANCE", Duration.ofDays(1)));
    locking.put("k", NONE);
    locking.delete("k", null, null);
    locked(() -> locking.delete("k", version, true));
    assertThat(locking.lock("k", version).mode()).isEqualTo("COMPLIANCE");
  }

  @Test
  void eachOfManyIsJudgedByItself() {
    String free = locking.put("free", NONE);
    String bound = locking.put("bound", lock("GOVERNANCE", Duration.ofDays(1)));
    DeleteObjects.Output first = deleteBoth(free, bound, null);
    assertThat(first.deleted()).extracting(DeleteObjects.Deleted::key).containsExactly("free");
    assertThat(first.errors())
        .extracting(DeleteObjects.Failed::key, DeleteObjects.Failed::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("bound", "AccessDenied"));
    assertThat(deleteBoth(free, bound, true).errors()).isEmpty();
  }

  private DeleteObjects.Output deleteBoth(String free, String bound, Boolean bypass) {
    var targets =
        List.of(
            new DeleteObjects.Target("free", free, null),
            new DeleteObjects.Target("bound", bound, null));
    var integrity = new Integrity("x", null, null, dev.coffer.wire.s3.ChecksumHeaders.NONE);
    var op =
        new DeleteObjects(
            BUCKET,
            bypass,
            integrity,
            null,
            null,
            Document.of(new DeleteObjects.Delete(targets, false)));
    return locking.test.store.deletes().deleteObjects(CALLER, TestStore.RIGHTS, op);
  }

  @Test
  void complianceOnlyGrows() {
    String version = locking.put("k", lock("COMPLIANCE", Duration.ofDays(2)));
    locked(() -> locking.retain("k", version, "COMPLIANCE", in(Duration.ofDays(1))));
    locked(() ->
        locking.retain("k", version, new Retention("GOVERNANCE", in(Duration.ofDays(9))), true));
    locked(() -> locking.retain("k", version, new Retention(null, null), true));
    locking.retain("k", version, "COMPLIANCE", in(Duration.ofDays(3)));
    assertThat(locking.lock("k", version).retainUntilDate()).isEqualTo(in(Duration.ofDays(3)));
  }

  @Test
  void governanceGrowsAndIsShortenedByBypassAlone() {
    String version = locking.put("k", lock("GOVERNANCE", Duration.ofDays(2)));
    locking.retain("k", version, "GOVERNANCE", in(Duration.ofDays(3)));
    Retention shorter = new Retention("GOVERNANCE", in(Duration.ofDays(1)));
    locked(() -> locking.retain("k", version, shorter, false));
    locking.retain("k", version, shorter, true);
    Retention strict = new Retention("COMPLIANCE", in(Duration.ofDays(9)));
    locked(() -> locking.retain("k", version, strict, false));
    locking.retain("k", version, new Retention(null, null), true);
    assertThat(locking.lock("k", version)).isEqualTo(NONE);
    locking.retain("k", version, strict, false);
  }

  @Test
  void whatHasEndedIsReplacedAtWill() {
    String version = locking.put("k", lock("COMPLIANCE", Duration.ofDays(2)));
    locking.test.clock.advance(Duration.ofDays(2));
    locking.retain("k", version, "GOVERNANCE", in(Duration.ofDays(3)));
    assertThat(locking.lock("k", version).mode()).isEqualTo("GOVERNANCE");
  }

  @Test
  void defaultsCountDaysOrCalendarYears() {
    locking.byDefault("GOVERNANCE", 2, null);
    assertThat(locking.lock("k", locking.put("k", NONE)))
        .isEqualTo(new ObjectLockHeaders("GOVERNANCE", "2026-11-25T10:00:00.123Z", null));
    locking.byDefault("COMPLIANCE", null, 2);
    assertThat(locking.lock("k", locking.put("k", NONE)))
        .isEqualTo(new ObjectLockHeaders("COMPLIANCE", "2028-11-23T10:00:00.123Z", null));
    assertThat(locking.lock("k", locking.put("k", new ObjectLockHeaders(null, null, "ON"))))
        .isEqualTo(new ObjectLockHeaders("COMPLIANCE", "2028-11-23T10:00:00.123Z", "ON"));
    assertThat(locking.lock("k", locking.put("k", lock("GOVERNANCE", Duration.ofDays(1)))))
        .isEqualTo(lock("GOVERNANCE", Duration.ofDays(1)));
    locking.configure(new ObjectLockConfiguration("Enabled", null));
    assertThat(locking.lock("k", locking.put("k", NONE))).isEqualTo(NONE);
  }

  @Test
  void aClockSetBackLengthensLocksAndShortensNone() {
    locking.byDefault("COMPLIANCE", 1, null);
    String version = locking.put("k", NONE);
    locking.test.clock.advance(Duration.ofMinutes(-50));
    locking.put("k", NONE);
    assertThat(locking.lock("k", null).retainUntilDate()).isEqualTo("2026-11-24T10:00:00.123Z");
    locking.test.clock.advance(Duration.ofHours(24));
    locked(() -> locking.delete("k", version, null));
  }

  @Test
  void aClockThatWasFarAheadDatesNothingUntilItIsAccepted() {
    locking.byDefault("COMPLIANCE", 1, null);
    locking.test.clock.advance(Duration.ofDays(3650));
    locking.put("k", NONE);
    locking.test.clock.advance(Duration.ofDays(-3650));
    assertThatThrownBy(() -> locking.put("k", NONE))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> assertThat(refusal.error()).isEqualTo(S3Error.ServiceUnavailable));
    locking.put("k", lock("GOVERNANCE", Duration.ofDays(9)));
    locking.test.store.lockClock().accept();
    locking.put("k", NONE);
    assertThat(locking.lock("k", null).retainUntilDate()).isEqualTo(in(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GOVERNANCE", "COMPLIANCE"})
  void aNewEnvelopeIsRefusedWhileALockBinds(String mode) {
    String version = locking.put("k", lock(mode, Duration.ofDays(1)));
    String arn = locking.test.keys.create(CALLER);
    lockedEnvelope(version, arn);
    locking.test.clock.advance(Duration.ofDays(1));
    rewrap(version, arn);
    assertThat(locking.test.head("k", version).view().sse().algorithm()).isEqualTo("aws:kms");
  }

  @Test
  void aNewEnvelopeIsRefusedWhileAHoldBinds() {
    String version = locking.put("k", new ObjectLockHeaders(null, null, "ON"));
    String arn = locking.test.keys.create(CALLER);
    locking.test.clock.advance(Duration.ofDays(1));
    lockedEnvelope(version, arn);
    locking.hold("k", version, false);
    rewrap(version, arn);
    assertThat(locking.test.head("k", version).view().sse().algorithm()).isEqualTo("aws:kms");
  }

  private void lockedEnvelope(String version, String arn) {
    assertThatThrownBy(() -> rewrap(version, arn))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
              assertThat(refusal.text())
                  .startsWith("The encryption type for the specified object can\u2019t be updated")
                  .endsWith("compliance mode retention period applied to them.");
            });
    assertThat(locking.test.head("k", version).view().sse().algorithm()).isEqualTo("AES256");
  }

  private void rewrap(String version, String arn) {
    var op =
        new UpdateObjectEncryption(
            BUCKET,
            "k",
            version,
            Integrity.NONE,
            null,
            null,
            Document.of(
                new ObjectEncryption(new ObjectEncryption.Target(arn, null), null, null, null)));
    locking.test.store.encryptionUpdates().update(CALLER, op);
  }

  @Test
  void versionsStayWhereLocksAre() {
    refused(
        S3Error.InvalidBucketState,
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be"
            + " changed.",
        () -> locking.test.setVersioning("Suspended"));
    locking.test.setVersioning("Enabled");
  }

  @Test
  void aBucketWithoutVersionsGetsNoLock() {
    Locking bare = new Locking(TestStore.withBucket());
    var on = new ObjectLockConfiguration("Enabled", null);
    refused(
        S3Error.InvalidBucketState,
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        () -> bare.configure(on));
    String text = "Bucket is missing Object Lock Configuration";
    refused(
        S3Error.InvalidRequest, text, () -> bare.put("k", lock("GOVERNANCE", Duration.ofDays(1))));
    bare.put("k", NONE);
    refused(S3Error.InvalidRequest, text, () -> bare.hold("k", "null", true));
    refused(
        S3Error.InvalidArgument,
        "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
        () -> bare.delete("k", "null", false));
    bare.test.setVersioning("Enabled");
    bare.configure(on);
    bare.hold("k", "null", true);
    locked(() -> bare.delete("k", "null", true));
    bare.test.store.close();
  }

  @Test
  void aBodyUnderALockHasADigest() {
    refused(
        S3Error.InvalidRequest,
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with"
            + " Object Lock parameters",
        () ->
            locking.test.put(
                Locking.op("k", lock("GOVERNANCE", Duration.ofDays(1)), Integrity.NONE)));
    locking.test.put(Locking.op("k", NONE, Integrity.NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "GOVERNANCE,2026-11-23T10:00:00Z,,The retain until date must be in the future!",
    "GOVERNANCE,-0001-01-01T00:00:00Z,,The retain until date must be in the future!",
    "COMPLIANCE,tomorrow,,The retain until date must be provided in ISO 8601 format",
    "COMPLIANCE,+10000-01-01T00:00:00Z,,The retain until date must be provided in ISO 8601 format",
    "governance,2030-01-01T00:00:00Z,,Unknown wormMode directive.",
    ",,on,Legal Hold must be either of 'ON' or 'OFF'",
    "GOVERNANCE,,,x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be"
        + " supplied",
    ",2030-01-01T00:00:00Z,,x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must"
        + " both be supplied"
  })
  void headersThatSayNoLock(String mode, String until, String hold, String text) {
    refused(
        S3Error.InvalidArgument,
        text,
        () -> locking.put("k", new ObjectLockHeaders(mode, until, hold)));
  }

  @ParameterizedTest
  @CsvSource({
    "GOVERNANCE,",
    ",2030-01-01T00:00:00Z",
    "strict,2030-01-01T00:00:00Z",
    "GOVERNANCE,soon"
  })
  void documentsThatSayNoPeriod(String mode, String until) {
    String version = locking.put("k", NONE);
    refused(
        S3Error.MalformedXML,
        S3Error.MalformedXML.message(),
        () -> locking.retain("k", version, mode, until));
  }

  @ParameterizedTest
  @CsvSource({"GOVERNANCE,,", "GOVERNANCE,1,1", "strict,1,", ",1,"})
  void configurationsThatAreNone(String mode, Integer days, Integer years) {
    refused(
        S3Error.MalformedXML,
        S3Error.MalformedXML.message(),
        () -> locking.byDefault(mode, days, years));
  }

  @ParameterizedTest
  @CsvSource({"0,", ",-1", "36501,", ",101"})
  void periodsThatNoBucketHas(Integer days, Integer years) {
    assertThatThrownBy(() -> locking.byDefault("GOVERNANCE", days, years))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument));
  }
}
