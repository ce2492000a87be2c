package dev.coffer.store.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Extent;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.Protection.SseType;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No key that is drawn for an object, for a bucket or by the key service lies in a row or in a
 * blob, or is told to the key service's trail, whatever the type of encryption and the way by which
 * the object came to be.
 */
final class DataKeyCanaryTest {
  private static final byte[] CONTENT = World.noise(3, 40_000);
  private static final String CUSTOMER_KEY = "b25lLW9uZS1vbmUtb25lLW9uZS1vbmUtb25lLW9uZSE=";

  /** Where keys are drawn; everything else that is random may be seen by everybody. */
  private static final Set<String> KEY_MAKERS =
      Set.of("dev.coffer.crypto.secret.Secret", "dev.coffer.kms.operation.DataKeys");

  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> others = new ArrayList<>();
  private final FusedStore store = new FusedStore(this::draw);

  private void draw(byte[] target) {
    Entropy.system().fill(target);
    (KEY_MAKERS.contains(whoDraws()) ? keys : others).add(target.clone());
  }

  private static String whoDraws() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(StackWalker.StackFrame::getClassName)
                .filter(name -> !name.startsWith(DataKeyCanaryTest.class.getName()))
                .filter(name -> !name.equals(Entropy.class.getName()))
                .findFirst()
                .orElseThrow());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(SseType.class)
  void noKeyLiesBesideWhatItSeals(SseType type) throws IOException {
    Protection protection = protection(type);
    keys.clear();
    for (String bucket : List.of(FusedStore.PLAIN, FusedStore.VERSIONED)) {
      every(bucket, protection);
    }
    assertThat(keys).as("keys were drawn").hasSizeGreaterThan(12);

    String trail = store.keys.events().toString();
    List<String> stored =
        store.everything().stream().map(row -> new String(row.toByteArray(), ISO_8859_1)).toList();
    assertThat(others.stream().filter(bytes -> bytes.length == 16))
        .as("the search finds what is there")
        .anyMatch(bytes -> in(stored, new String(bytes, ISO_8859_1)));
    if (type == SseType.CUSTOMER) {
      keys.add(Base64.getDecoder().decode(CUSTOMER_KEY));
    }
    for (byte[] key : keys) {
      String hex = HexFormat.of().formatHex(key);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(key);
      assertThat(in(stored, new String(key, ISO_8859_1))).isFalse();
      assertThat(in(stored, hex) || in(stored, base64)).isFalse();
      assertThat(trail).doesNotContain(hex, base64);
    }
  }

  private static boolean in(List<String> stored, String text) {
    return stored.stream().anyMatch(each -> each.contains(text));
  }

  private Protection protection(SseType type) {
    return switch (type) {
      case S3 -> Protection.S3;
      case KMS, KMS_BUCKET_KEY, DSSE -> new Protection(type, store.keys.create(FusedStore.CALLER));
      case CUSTOMER -> new Protection(type, CUSTOMER_KEY);
    };
  }

  /** An object by each way there is, and an upload that stays open. */
  private void every(String bucket, Protection protection) throws IOException {
    var asked = new Asked(protection.headers(), protection.customerHeaders(), "mark");
    Spot put = new Spot(bucket, "put");
    store.put(put, asked, CONTENT);
    store.put(new Spot(bucket, "small"), asked, new byte[] {1, 2, 3});
    store.post(new Spot(bucket, "post"), asked, CONTENT);
    At source = new At(put, null, protection.customerHeaders());
    store.copy(source, new Spot(bucket, "copy"), asked);
    store.copy(source, put, asked);
    FusedStore.Upload upload = store.begin(new Spot(bucket, "parts"), asked);
    CompletedPart part = store.part(upload, 1, CONTENT);
    store.complete(upload, List.of(part));
    FusedStore.Upload copied = store.begin(new Spot(bucket, "copied"), asked);
    store.complete(copied, List.of(store.partCopy(copied, 1, source, new Extent(0, 30_000))));
    store.part(store.begin(new Spot(bucket, "open"), asked), 1, CONTENT);
    if (protection.kms() || protection.type() == SseType.S3) {
      String next = store.keys.create(FusedStore.CALLER);
      store.update(new At(put, null, protection.customerHeaders()), kms(SseType.KMS, next));
      store.update(source, kms(SseType.KMS_BUCKET_KEY, next));
    }
    Bytes read = Bytes.copyOf(TestStore.read(store.get(source, null, null)));
    assertThat(read).isEqualTo(Bytes.copyOf(CONTENT));
  }

  private static Protection kms(SseType type, String keyArn) {
    return new Protection(type, keyArn);
  }
}
