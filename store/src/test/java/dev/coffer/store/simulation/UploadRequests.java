package dev.coffer.store.simulation;

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
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.UploadPartCopy;
import dev.coffer.wire.s3.WriteConditions;
import org.jspecify.annotations.Nullable;

/** What is asked of the uploads of one bucket, as a store is given it. */
record UploadRequests(Requests all) {
  private static final int FEW = 2;

  private String bucket() {
    return all.bucket();
  }

  CreateMultipartUpload create(int key, int id, Sealing sealing, Lock lock) {
    return new CreateMultipartUpload(
        bucket(),
        Requests.key(key),
        Requests.headers(id),
        sealing.sse(),
        sealing.customer(),
        Acl.NONE,
        null,
        new Extras(null, null, lock.headers()),
        null,
        null,
        null,
        null);
  }

  UploadPart part(Upload to, int number, byte[] content) {
    return new UploadPart(
        bucket(),
        Requests.key(to.key()),
        number,
        to.id(),
        new Integrity(Requests.md5(content), null, null, ChecksumHeaders.NONE),
        to.sealing().customer(),
        null,
        null,
        Body.of(content));
  }

  /** Copies what has that ETag at that time, or a range of it. */
  UploadPartCopy copyPart(
      Upload to, int number, int from, Reading.Found source, @Nullable String range) {
    return new UploadPartCopy(
        bucket(),
        Requests.key(to.key()),
        number,
        to.id(),
        all.source(from, source),
        range,
        to.sealing().customer(),
        null,
        null);
  }

  CompleteMultipartUpload complete(Upload upload, PartNames names) {
    var parts =
        names.parts().stream()
            .map(part -> new CompletedPart(part.number(), part.eTag(), ChecksumElements.NONE))
            .toList();
    return new CompleteMultipartUpload(
        bucket(),
        Requests.key(upload.key()),
        upload.id(),
        ChecksumHeaders.NONE,
        null,
        null,
        upload.sealing().customer(),
        WriteConditions.NONE,
        null,
        null,
        Document.of(new CompletedUpload(parts)));
  }

  AbortMultipartUpload abort(String key, String id) {
    return new AbortMultipartUpload(bucket(), key, id, null, null);
  }

  /** A page of few parts. */
  ListParts parts(Upload of, @Nullable Integer marker) {
    return new ListParts(
        bucket(),
        Requests.key(of.key()),
        of.id(),
        FEW,
        marker,
        of.sealing().customer(),
        null,
        null);
  }

  /** A page of few uploads. */
  ListMultipartUploads list(@Nullable String keyMarker, @Nullable String idMarker) {
    return new ListMultipartUploads(
        bucket(), null, null, keyMarker, idMarker, FEW, null, null, null);
  }
}
