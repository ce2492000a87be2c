package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.Renaming.beside;
import static dev.coffer.store.object.Renaming.hints;
import static dev.coffer.store.object.Renaming.keys;
import static dev.coffer.store.object.Renaming.rename;
import static dev.coffer.store.object.World.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.object.Renaming.Body;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.ObjectView;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a rename changes the key and nothing else, moves no byte and leaves nothing behind. */
final class RenamesTest {
  private static final String LONG_AGO = "Fri, 01 Jan 2021 00:00:00 GMT";
  private static final String MUCH_LATER = "Fri, 01 Jan 2100 00:00:00 GMT";

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void onlyTheKeyChanges(Body body) {
    body.put(world, "a/from", 1);
    ObjectView before = world.read("a/from", null, null).view();
    world.pass(60_000);
    rename(world, "a/from", "to");
    assertThat(keys(world)).containsExactly("to");
    assertThat(world.read("to", null, null).view()).isEqualTo(before);
    assertThat(world.get("to", null)).isEqualTo(body.content(1));
    assertThat(world.get("to", "bytes=100-199"))
        .isEqualTo(java.util.Arrays.copyOfRange(body.content(1), 100, 200));
    assertRefused(S3Error.NoSuchKey, () -> world.get("a/from", null));
    assertThat(hints(world)).isEmpty();
  }

  @Test
  void whatDescribesTheObjectStays() {
    var headers =
        new ObjectHeaders("no-cache", null, null, "de", "text/plain", null, Map.of("who", "me"));
    world.put("from", noise(1, 10), headers);
    rename(world, "from", "to");
    assertThat(world.read("to", null, null).view().headers()).isEqualTo(headers);
  }

  @Test
  void partsKeepTheirNumbers() {
    Body.PARTS.put(world, "from", 5);
    rename(world, "from", "to");
    assertThat(world.read("to", 2, null).view().partsCount()).isEqualTo(1);
    assertRefused(S3Error.InvalidPartNumber, () -> world.read("to", 3, null));
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void whatHadTheNewKeyIsReplacedAndRemoved(Body body) {
    Body.BLOB.put(world, "to", 1);
    body.put(world, "from", 2);
    rename(world, "from", "to");
    assertThat(world.get("to", null)).isEqualTo(body.content(2));
    world.delete("to", null);
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void aChainOfRenamesEndsWithNothingLeft(Body body) {
    body.put(world, "a", 3);
    rename(world, "a", "b");
    rename(world, "b", "c");
    rename(world, "c", "a");
    assertThat(keys(world)).containsExactly("a");
    assertThat(world.get("a", null)).isEqualTo(body.content(3));
    rename(world, "a", "d");
    assertThat(world.get("d", null)).isEqualTo(body.content(3));
    body.put(world, "a", 4);
    assertThat(world.get("d", null)).isEqualTo(body.content(3));
    world.delete("a", null);
    world.delete("d", null);
    world.pass(30_000);
    world.store().sweep().sweepOnce();
    assertThat(beside(world)).isEmpty();
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void theCollectorOfOrphansKnowsWhereABodyWent(Body body) {
    body.put(world, "from", 6);
    rename(world, "from", "to");
    world.store().close();
    world = world.restart();
    world.pass(30_000);
    world.store().sweep().sweepOnce();
    assertThat(world.get("to", null)).isEqualTo(body.content(6));
    rename(world, "to", "from");
    world.store().close();
    world = world.restart();
    world.store().sweep().sweepOnce();
    assertThat(world.get("from", null)).isEqualTo(body.content(6));
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void aBucketIsRemovedOnceItsRenamedObjectIs(Body body) {
    body.put(world, "from", 7);
    rename(world, "from", "to");
    var delete = new DeleteBucket(World.BUCKET, null);
    assertRefused(
        S3Error.BucketNotEmpty,
        () -> world.store().bucketRemoval().deleteBucket(World.CALLER, delete));
    assertThat(world.get("to", null)).isEqualTo(body.content(7));
    world.delete("to", null);
    world.store().bucketRemoval().deleteBucket(World.CALLER, delete);
    assertThat(world.blobsAfterSweep()).isZero();
  }

  @Test
  void anOverwrittenSourceIsAnotherObject() {
    Body.BLOB.put(world, "from", 8);
    rename(world, "from", "to");
    Body.BLOB.put(world, "from", 9);
    rename(world, "from", "other");
    assertThat(world.get("to", null)).isEqualTo(Body.BLOB.content(8));
    assertThat(world.get("other", null)).isEqualTo(Body.BLOB.content(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b", "ä/ö", "a+b", "%41"})
  void theSourceIsWrittenCoded(String key) {
    Body.INLINE.put(world, key, 1);
    rename(world, key, "to");
    assertThat(keys(world)).containsExactly("to");
  }

  @Test
  void whatCannotBeRenamedIsRefused() {
    Body.INLINE.put(world, "from", 1);
    assertRefused(S3Error.NoSuchKey, () -> rename(world, "missing", "to"));
    String slash = "Renaming from or to a key that is empty or ends in a slash is not supported";
    assertRefused(S3Error.InvalidRequest, slash, () -> rename(world, "from", "to/"));
    assertRefused(S3Error.InvalidRequest, slash, () -> rename(world, "from/", "to"));
    assertRefused(S3Error.InvalidRequest, slash, () -> rename(world, "", "to"));
    assertRefused(
        S3Error.InvalidRequest,
        "The rename source and the new key are the same",
        () -> rename(world, "from", "from"));
    assertThat(refusal(() -> rename(world, "x".repeat(1025), "to")).error())
        .isEqualTo(S3Error.KeyTooLongError);
    assertThat(
            refusal(() -> world.store().renames().rename(World.CALLER, withSource("%zz"))).error())
        .isEqualTo(S3Error.InvalidArgument);
    assertThat(keys(world)).containsExactly("from");
  }

  private static RenameObject withSource(String source) {
    return new RenameObject(
        World.BUCKET, "to", source, Preconditions.NONE, null, null, null, null, null);
  }

  @Test
  void conditionsOnTheDestination() {
    Body.INLINE.put(world, "from", 1);
    String eTag = world.put("to", noise(2, 5)).eTag();
    assertFails(new Preconditions("\"" + "0".repeat(32) + "\"", null, null, null), "If-Match");
    assertFails(new Preconditions(null, "*", null, null), "If-None-Match");
    assertFails(new Preconditions(null, null, MUCH_LATER, null), "If-Modified-Since");
    assertFails(new Preconditions(null, null, null, LONG_AGO), "If-Unmodified-Since");
    assertThat(refusal(() -> to("to", new Preconditions(null, eTag, null, null))).error())
        .isEqualTo(S3Error.NotImplemented);
    to("to", new Preconditions(eTag, null, LONG_AGO, null));
    assertThat(world.get("to", null)).isEqualTo(Body.INLINE.content(1));
  }

  private void assertFails(Preconditions conditions, String which) {
    var refused = refusal(() -> to("to", conditions));
    assertThat(refused.error()).isEqualTo(S3Error.PreconditionFailed);
    assertThat(refused.elements()).containsEntry("Condition", which);
    assertThat(keys(world)).containsExactly("from", "to");
  }

  private void to(String key, Preconditions conditions) {
    world.store().renames().rename(World.CALLER, Renaming.op("from", key, conditions, null));
  }

  @Test
  void aDestinationThatIsNotThere() {
    Body.INLINE.put(world, "from", 1);
    for (var conditions :
        new Preconditions[] {
          new Preconditions("*", null, null, null), new Preconditions(null, null, LONG_AGO, null)
        }) {
      assertThat(refusal(() -> to("new", conditions)).error())
          .isEqualTo(S3Error.PreconditionFailed);
    }
    to("new", new Preconditions(null, "*", null, LONG_AGO));
    assertThat(keys(world)).containsExactly("new");
  }

  @Test
  void conditionsOnTheSource() {
    String eTag = world.put("from", noise(2, 5)).eTag();
    assertSourceFails("\"" + "0".repeat(32) + "\"", null, null, null, "if-match");
    assertSourceFails(null, "*", null, null, "if-none-match");
    assertSourceFails(null, eTag, null, null, "if-none-match");
    assertSourceFails(null, null, MUCH_LATER, null, "if-modified-since");
    assertSourceFails(null, null, null, LONG_AGO, "if-unmodified-since");
    ifSource(eTag, null, LONG_AGO, null);
    assertThat(keys(world)).containsExactly("to");
  }

  private void assertSourceFails(
      String match, String noneMatch, String modified, String unmodified, String which) {
    var refused = refusal(() -> ifSource(match, noneMatch, modified, unmodified));
    assertThat(refused.error()).isEqualTo(S3Error.PreconditionFailed);
    assertThat(refused.elements().get("Condition"))
        .isEqualToIgnoringCase("x-amz-rename-source-" + which);
    assertThat(keys(world)).containsExactly("from");
  }

  private void ifSource(String match, String noneMatch, String modified, String unmodified) {
    var op =
        new RenameObject(
            World.BUCKET,
            "to",
            Percent.encodePath("from"),
            Preconditions.NONE,
            match,
            noneMatch,
            modified,
            unmodified,
            null);
    world.store().renames().rename(World.CALLER, op);
  }

  @Test
  void theSameRequestAgainIsAnsweredAsTheFirstWas() {
    Body.BLOB.put(world, "from", 1);
    RenameObject op = Renaming.op("from", "to", Preconditions.NONE, "token-1");
    world.store().renames().rename(World.CALLER, op);
    Body.BLOB.put(world, "from", 2);
    world.store().renames().rename(World.CALLER, op);
    assertThat(world.get("to", null)).isEqualTo(Body.BLOB.content(1));
    assertThat(world.get("from", null)).isEqualTo(Body.BLOB.content(2));
  }

  @Test
  void anotherRequestWithATokenThatWasUsedIsRefused() {
    Body.INLINE.put(world, "from", 1);
    var renames = world.store().renames();
    renames.rename(World.CALLER, Renaming.op("from", "to", Preconditions.NONE, "t"));
    Body.INLINE.put(world, "from", 2);
    var absent = new Preconditions(null, "*", null, null);
    for (RenameObject other :
        new RenameObject[] {
          Renaming.op("from", "elsewhere", Preconditions.NONE, "t"),
          Renaming.op("to", "from", Preconditions.NONE, "t"),
          Renaming.op("from", "to", absent, "t")
        }) {
      assertRefused(
          S3Error.IdempotencyParameterMismatch, () -> renames.rename(World.CALLER, other));
    }
    renames.rename(World.CALLER, Renaming.op("from", "elsewhere", Preconditions.NONE, "u"));
    assertThat(keys(world)).containsExactly("elsewhere", "to");
  }

  @Test
  void aTokenOfWhatDidNotTakePlaceIsFree() {
    var renames = world.store().renames();
    RenameObject op = Renaming.op("from", "to", Preconditions.NONE, "t");
    assertRefused(S3Error.NoSuchKey, () -> renames.rename(World.CALLER, op));
    Body.INLINE.put(world, "from", 1);
    Body.INLINE.put(world, "other", 2);
    renames.rename(World.CALLER, Renaming.op("other", "there", Preconditions.NONE, "t"));
    assertThat(keys(world)).containsExactly("from", "there");
  }

  @Test
  void tokensAreForgottenInTime() {
    Body.INLINE.put(world, "from", 1);
    RenameObject op = Renaming.op("from", "to", Preconditions.NONE, "t");
    world.store().renames().rename(World.CALLER, op);
    world.store().sweep().sweepOnce();
    world.store().renames().rename(World.CALLER, op);
    world.pass(2 * 3600 * 1000);
    world.store().sweep().sweepOnce();
    assertRefused(S3Error.NoSuchKey, () -> world.store().renames().rename(World.CALLER, op));
    assertThat(beside(world)).isEmpty();
    assertThat(hints(world)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "with space", "ä"})
  void aTokenIsPrintableText(String token) {
    Body.INLINE.put(world, "from", 1);
    RenameObject op = Renaming.op("from", "to", Preconditions.NONE, token);
    assertThat(refusal(() -> world.store().renames().rename(World.CALLER, op)).error())
        .isEqualTo(S3Error.InvalidArgument);
  }
}
