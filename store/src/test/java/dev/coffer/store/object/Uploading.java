package dev.coffer.store.object;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedUpload;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One upload of a {@link World}, step by step. */
record Uploading(World world, String key, String id) {
  static final int MIN = 5 * 1024 * 1024;

  static Uploading begin(World world, String key) {
    return begin(world, key, null, null);
  }

  static Uploading begin(
      World world, String key, @Nullable String algorithm, @Nullable String type) {
    return new Uploading(world, key, create(world, key, algorithm, type).uploadId());
  }

  static CreateMultipartUpload.Output create(
      World world, String key, @Nullable String algorithm, @Nullable String type) {
    return create(world, key, World.NO_HEADERS, algorithm, type);
  }

  static CreateMultipartUpload.Output create(
      World world,
      String key,
      ObjectHeaders headers,
      @Nullable String algorithm,
      @Nullable String type) {
    return world
        .store()
        .uploads()
        .create(
            World.CALLER,
            new CreateMultipartUpload(
                World.BUCKET,
                key,
                headers,
                Sse.NONE,
                SseCustomer.NONE,
                Acl.NONE,
                null,
                Extras.NONE,
                algorithm,
                type,
                null,
                null));
  }

  UploadPart.Output part(int number, byte[] content) {
    return part(number, content, Integrity.NONE);
  }

  UploadPart.Output part(int number, byte[] content, Integrity integrity) {
    return part(number, Body.of(content), integrity);
  }

  UploadPart.Output part(int number, Body content, Integrity integrity) {
    try {
      return world
          .store()
          .uploads()
          .uploadPart(
              World.CALLER,
              new UploadPart(
                  World.BUCKET, key, number, id, integrity, SseCustomer.NONE, null, null, content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part as its completion names it. */
  CompletedPart sent(int number, byte[] content) {
    return named(number, part(number, content).eTag());
  }

  static CompletedPart named(int number, String eTag) {
    return new CompletedPart(number, eTag, ChecksumElements.NONE);
  }

  CompleteMultipartUpload request(List<CompletedPart> parts) {
    return new CompleteMultipartUpload(
        World.BUCKET,
        key,
        id,
        ChecksumHeaders.NONE,
        null,
        null,
        SseCustomer.NONE,
        WriteConditions.NONE,
        null,
        null,
        Document.of(new CompletedUpload(parts)));
  }

  CompleteMultipartUpload.Output complete(List<CompletedPart> parts) {
    return complete(request(parts));
  }

  CompleteMultipartUpload.Output complete(CompleteMultipartUpload request) {
    return world.store().completions().complete(World.CALLER, request);
  }

  CompleteMultipartUpload.Output complete(CompletedPart... parts) {
    return complete(List.of(parts));
  }

  void abort() {
    world
        .store()
        .uploads()
        .abort(World.CALLER, new AbortMultipartUpload(World.BUCKET, key, id, null, null));
  }

  ListParts.Output listParts(@Nullable Integer max, @Nullable Integer marker) {
    return world
        .store()
        .uploadListings()
        .list(
            World.CALLER,
            new ListParts(World.BUCKET, key, id, max, marker, SseCustomer.NONE, null, null));
  }
}
