package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseCustomer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AttributesTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void onlyWhatIsAskedForIsTold() {
    String eTag = world.put("key", utf8("content")).eTag();

    GetObjectAttributes.Output size = ask("key", "ObjectSize", null, null);
    GetObjectAttributes.Output all =
        ask("key", "ETag, Checksum,ObjectParts ,StorageClass,ObjectSize", null, null);

    assertThat(size.objectSize()).isEqualTo(7L);
    assertThat(size.eTag()).isNull();
    assertThat(size.checksum()).isNull();
    assertThat(size.storageClass()).isNull();
    assertThat(all.eTag()).isEqualTo(eTag.replace("\"", ""));
    assertThat(all.storageClass()).isEqualTo("STANDARD");
    assertThat(all.objectParts()).isNull();
    assertThat(all.checksum()).isNotNull();
    assertThat(all.checksum().checksums().crc64nvme()).isNotNull();
    assertThat(all.checksum().checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(all.lastModified()).isEqualTo(world.now());
  }

  @Test
  void theHeaderMustNameKnownAttributes() {
    world.put("key", utf8("content"));
    String missing =
        "The x-amz-object-attributes header specifying the attributes to be retrieved is either"
            + " missing or empty";

    assertRefused(S3Error.InvalidRequest, missing, () -> ask("key", null, null, null));
    assertRefused(S3Error.InvalidRequest, missing, () -> ask("key", " , ", null, null));
    assertRefused(
        S3Error.InvalidArgument,
        "Invalid attribute name specified.",
        () -> ask("key", "ETag,Etag", null, null));
    assertRefused(S3Error.NoSuchKey, () -> ask("other", "ETag", null, null));
  }

  @Test
  void thePartsOfAnUploadWithChecksumsAreListedInPages() {
    Uploading upload = Uploading.begin(world, "key", "CRC64NVME", null);
    upload.complete(
        upload.sent(1, noise(1, Uploading.MIN)),
        upload.sent(4, noise(2, Uploading.MIN + 1)),
        upload.sent(6, noise(3, 10)));

    GetObjectAttributes.Parts first = parts(ask("key", "ObjectParts", 2, null));
    GetObjectAttributes.Parts rest = parts(ask("key", "ObjectParts", 2, 4));

    assertThat(first.totalPartsCount()).isEqualTo(3);
    assertThat(first.parts())
        .extracting(GetObjectAttributes.Part::partNumber)
        .containsExactly(1, 4);
    assertThat(first.parts())
        .extracting(GetObjectAttributes.Part::size)
        .containsExactly((long) Uploading.MIN, Uploading.MIN + 1L);
    assertThat(first.truncated()).isTrue();
    assertThat(first.nextPartNumberMarker()).isEqualTo(4);
    assertThat(first.parts().getFirst().checksums().crc64nvme()).isNotNull();
    assertThat(rest.parts()).extracting(GetObjectAttributes.Part::size).containsExactly(10L);
    assertThat(rest.truncated()).isFalse();
  }

  @Test
  void ofAnUploadWithoutChecksumsOnlyTheNumberOfPartsIsTold() {
    Uploading upload = Uploading.begin(world, "key");
    CompleteMultipartUpload.Output done =
        upload.complete(upload.sent(1, noise(1, Uploading.MIN)), upload.sent(2, noise(2, 1)));

    GetObjectAttributes.Output output = ask("key", "ObjectParts,ETag", null, null);

    assertThat(parts(output).totalPartsCount()).isEqualTo(2);
    assertThat(parts(output).parts()).isEmpty();
    assertThat(parts(output).truncated()).isNull();
    assertThat(output.eTag()).isEqualTo(done.eTag().replace("\"", "")).endsWith("-2");
  }

  private static GetObjectAttributes.Parts parts(GetObjectAttributes.Output output) {
    GetObjectAttributes.Parts parts = output.objectParts();
    assertThat(parts).isNotNull();
    return parts;
  }

  private GetObjectAttributes.Output ask(
      String key, @Nullable String attributes, @Nullable Integer max, @Nullable Integer marker) {
    return world
        .store()
        .attributes()
        .attributes(
            World.CALLER,
            new GetObjectAttributes(
                World.BUCKET, key, null, max, marker, attributes, SseCustomer.NONE, null, null));
  }
}
