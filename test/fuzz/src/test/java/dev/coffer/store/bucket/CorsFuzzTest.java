package dev.coffer.store.bucket;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.PutBucketCors;
import dev.coffer.wire.s3.S3Exception;

/** Rules of sharing across origins: refused, or rules that their row keeps. */
class CorsFuzzTest {
  @FuzzTest
  void rules(byte[] document) {
    var headers = Headers.of("Host", "localhost");
    var request =
        new Request("PUT", "/bucket", "cors", headers, Body.of(document), Request.Peer.LOCAL);
    var op = Codec.s3().decode(PutBucketCors.class, request, Address.of("bucket"));
    Bytes row;
    try {
      row = CorsRules.of(op.configuration().read()).encode();
    } catch (S3Exception _) {
      return;
    }
    Bytes again = CorsRules.decode(row).encode();
    if (!again.equals(row)) {
      throw new AssertionError(row + " became " + again);
    }
  }
}
