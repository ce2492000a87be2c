package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetBucketLifecycleConfiguration;
import dev.coffer.wire.s3.LifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What succeeded is answered as such, whether or not the rules can be read for its headers. */
final class ExpirationHeadersTest {
  /** Rules whose row cannot be read from some moment on. */
  private static final class Failing extends ForwardingKv {
    private static final Bytes RULES = Bytes.utf8("lifecycle");

    private @Nullable String how;

    Failing(KvStore kv) {
      super(kv);
    }

    void fail(String kind) {
      how = kind;
    }

    @Override
    public Optional<Bytes> get(Index index, Key key) {
      Bytes suffix = key.suffix();
      int from = suffix.size() - RULES.size();
      if (how == null || from <= 0 || !suffix.slice(from, suffix.size()).equals(RULES)) {
        return super.get(index, key);
      }
      if (how.equals("unavailable")) {
        throw new Unavailable("the disk does not answer");
      }
      return super.get(index, key).map(Failing::damaged);
    }

    private static Bytes damaged(Bytes row) {
      int last = row.size() - 1;
      return row.slice(0, last).concat(Bytes.of((byte) (row.at(last) ^ 1)));
    }
  }

  @TempDir private Path folder;

  private Failing kv;
  private World world;

  @BeforeEach
  void open() {
    kv = new Failing(new MemoryKv());
    world = new World(folder, kv);
    var document =
        Document.of(
            new LifecycleConfiguration(
                List.of(Expiring.days("all", Expiring.ALL, 1), Expiring.uploads(1))));
    world
        .store()
        .lifecycles()
        .put(
            World.CALLER,
            new PutBucketLifecycleConfiguration(
                World.BUCKET, Expiring.DECLARED, null, null, document));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private CopyObject.Output copy() throws IOException {
    var source =
        new CopySource(
            World.BUCKET + "/k",
            null,
            null,
            null,
            null,
            new CopySourceSseCustomer(null, null, null),
            null);
    return world
        .store()
        .copies()
        .copyObject(
            World.CALLER,
            new CopyObject(
                World.BUCKET,
                "copy",
                source,
                null,
                null,
                null,
                World.NO_HEADERS,
                Sse.NONE,
                SseCustomer.NONE,
                Acl.NONE,
                null,
                Extras.NONE,
                WriteConditions.NONE,
                null,
                null));
  }

  private void requireAnswers(boolean told) throws IOException {
    byte[] content = World.utf8("x");
    assertThat(world.put("k", content).expiration() != null).isEqualTo(told);
    assertThat(copy().expiration() != null).isEqualTo(told);
    assertThat(world.read("k", null, null).view().expiration() != null).isEqualTo(told);
    assertThat(world.get("copy", null)).isEqualTo(content);
    assertThat(Uploading.create(world, "u", null, null).abortDate() != null).isEqualTo(told);
    Uploading upload = Uploading.begin(world, "u");
    var part = upload.sent(1, content);
    assertThat(upload.listParts(null, null).abortDate() != null).isEqualTo(told);
    assertThat(upload.complete(part).expiration() != null).isEqualTo(told);
    assertThat(world.get("u", null)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "damaged"})
  void answersGoWithoutTheHeaderWhenTheRulesCannotBeRead(String how) throws IOException {
    requireAnswers(true);
    kv.fail(how);
    requireAnswers(false);
    assertThatThrownBy(() ->
            world
                .store()
                .lifecycles()
                .get(World.CALLER, new GetBucketLifecycleConfiguration(World.BUCKET, null)))
        .isInstanceOf(how.equals("damaged") ? NotAuthentic.class : Unavailable.class);
  }
}
