package dev.coffer.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of Amazon's S3 API Reference, "Examples: Signature Calculations". */
final class PublishedExamplesTest {
  private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
  private static final SecretAccessKey SECRET =
      SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Signer SIGNER =
      new Signer("AKIAIOSFODNN7EXAMPLE", SECRET, "us-east-1", null);
  private static final SigningKey KEY =
      SigningKey.derive(SECRET, CredentialScope.on(TIME, "us-east-1", "s3"));

  record Example(Request request, ContentHash hash, String signature) {}

  static Stream<Example> examples() {
    ContentHash nothing = ContentHash.Exact.of(new byte[0]);
    ContentHash welcome =
        ContentHash.Exact.of("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8));
    return Stream.of(
        new Example(
            request("GET", "/test.txt", null, "Range", "bytes=0-9"),
            nothing,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        new Example(
            request(
                "PUT",
                "/test%24file.text",
                null,
                "Date",
                "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class",
                "REDUCED_REDUNDANCY"),
            welcome,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"),
        new Example(
            request("GET", "/", "lifecycle"),
            nothing,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        new Example(
            request("GET", "/", "max-keys=2&prefix=J"),
            nothing,
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void headerExamplesAreSignedAndVerified(Example example) {
    Request signed = SIGNER.sign(example.request, example.hash, TIME);

    Authorization claim = Authorization.find(signed).orElseThrow();
    assertThat(claim.signature()).isEqualTo(example.signature);
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(TIME);
    assertThatCode(() -> claim.requireSignature(signed, KEY)).doesNotThrowAnyException();
  }

  @Test
  void presignedExampleIsSignedAndVerified() {
    Request url = SIGNER.presign(request("GET", "/test.txt", null), Duration.ofDays(1), TIME);

    Authorization claim = Authorization.find(url).orElseThrow();
    assertThat(claim.signature())
        .isEqualTo("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    assertThat(claim.presigned()).isTrue();
    claim.requireSignature(url, KEY);
  }

  @Test
  void chunkedExampleIsSignedVerifiedAndDecoded() throws IOException {
    byte[] content = new byte[66560];
    Arrays.fill(content, (byte) 'a');
    Request request =
        request(
            "PUT",
            "/examplebucket/chunkObject.txt",
            null,
            "x-amz-storage-class",
            "REDUCED_REDUNDANCY",
            "Content-Encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            "66560",
            "Content-Length",
            "66824");
    Request toPath =
        request.withHeaders(request.headers().toBuilder().set("Host", "s3.amazonaws.com").build());
    Request signed = SIGNER.sign(toPath, new ContentHash.Streaming(true, false), TIME);
    Authorization claim = Authorization.find(signed).orElseThrow();
    assertThat(claim.signature())
        .isEqualTo("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");

    ChunkSignatures chain = SIGNER.chunks(signed);
    String first = chain.signChunk(Arrays.copyOf(content, 65536));
    String second = chain.signChunk(Arrays.copyOf(content, 1024));
    String last = chain.signChunk(new byte[0]);
    assertThat(List.of(first, second, last))
        .containsExactly(
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");

    var encoded = new ByteArrayOutputStream();
    writeChunk(encoded, Arrays.copyOf(content, 65536), first);
    writeChunk(encoded, Arrays.copyOf(content, 1024), second);
    writeChunk(encoded, new byte[0], last);
    assertThat(encoded.size()).isEqualTo(66824);
    Body body = new Body(new ByteArrayInputStream(encoded.toByteArray()), 66824);
    Request checked =
        CheckedBody.of(signed.withBody(body), claim.contentHash(), claim.chunkSignatures(KEY));
    assertThat(checked.body().sizeBytes()).isEqualTo(66560);
    assertThat(checked.headers().has("Content-Encoding")).isFalse();
    assertThat(checked.body().stream().readAllBytes()).isEqualTo(content);
    assertThat(checked.body().trailers().get().fields()).isEmpty();
  }

  private static void writeChunk(ByteArrayOutputStream out, byte[] chunk, String signature) {
    String header = Integer.toHexString(chunk.length) + ";chunk-signature=" + signature + "\r\n";
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(chunk);
    out.writeBytes(new byte[] {'\r', '\n'});
  }

  private static Request request(
      String method, String path, @Nullable String query, String... headers) {
    Headers all =
        Headers.of(headers).toBuilder().set("Host", "examplebucket.s3.amazonaws.com").build();
    return new Request(method, path, query, all, Body.empty(), Request.Peer.LOCAL);
  }
}
