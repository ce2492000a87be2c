package dev.coffer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.BucketName;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Exception;

/** Targets and hosts: an address and an operation, or a refusal. */
class AddressFuzzTest {
  private static final Router ROUTER = new Router(Model.s3());

  /** The first line is the target, the second the host. */
  @FuzzTest
  void target(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 2);
    String host = lines.length > 1 ? lines[1] : "localhost";
    int question = lines[0].indexOf('?');
    String path = question < 0 ? lines[0] : lines[0].substring(0, question);
    String query = question < 0 ? null : lines[0].substring(question + 1);
    var headers = Headers.of("Host", host);
    var request = new Request("GET", path, query, headers, Body.empty(), Request.Peer.LOCAL);
    try {
      Address address = Address.of(request, Domains.LOCALHOST);
      if (address.key() != null && address.key().getBytes(UTF_8).length > Address.MAX_KEY_BYTES) {
        throw new AssertionError("a key beyond the limit");
      }
      ROUTER.route(request, address);
      if (address.bucket() != null) {
        BucketName.require(address.bucket());
      }
    } catch (S3Exception | MalformedMessage _) {
      // refused, as it may be
    }
  }

  /** What was decoded can be encoded and decoded again. */
  @FuzzTest
  void percent(byte[] input) {
    try {
      String decoded = Percent.decode(new String(input, UTF_8));
      String again = Percent.decode(Percent.encode(decoded));
      if (!again.equals(decoded) || !Percent.decode(Percent.encodePath(decoded)).equals(decoded)) {
        throw new AssertionError(decoded);
      }
    } catch (MalformedMessage _) {
      // refused, as it may be
    }
  }
}
