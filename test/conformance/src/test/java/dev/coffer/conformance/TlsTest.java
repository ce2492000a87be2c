package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The server's own authority vouches for its certificate, and keeps doing so. */
class TlsTest {
  private static final String DENY_PLAIN =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
      "Resource":["arn:aws:s3:::strict","arn:aws:s3:::strict/*"],
      "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
      """;

  @TempDir Path folder;

  @Test
  void ownAuthorityIsMadeOnceAndVerifies() throws Exception {
    Path data = folder.resolve("data");
    byte[] authority;
    try (var server = StartedServer.over(data, "--tls-listen", "127.0.0.1:0")) {
      authority = Files.readAllBytes(server.ca());
      assertThat(server.ca()).startsWith(data);
      assertThat(server.log()).contains(server.ca().toString());
      assertThat(server.https().getPort()).isPositive().isNotEqualTo(server.http().getPort());
      try (S3Client s3 = server.overTls()) {
        s3.createBucket(create -> create.bucket("over-tls"));
        assertThat(new Buckets(s3).put("over-tls", "k", "x").eTag()).isNotEmpty();
        assertThat(new Buckets(s3).text("over-tls", "k")).isEqualTo("x");
      }
      strangersAreNotTrusted(server);
    }
    try (var server = StartedServer.over(data, "--tls-listen", "127.0.0.1:0");
        S3Client s3 = server.overTls()) {
      assertThat(Files.readAllBytes(server.ca())).isEqualTo(authority);
      assertThat(new Buckets(s3).text("over-tls", "k")).isEqualTo("x");
    }
  }

  /** Without the authority the certificate is worth nothing; with it the names must fit. */
  private static void strangersAreNotTrusted(StartedServer server) throws Exception {
    HttpRequest ask = HttpRequest.newBuilder(server.https()).build();
    try (var strict = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> strict.send(ask, BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);
    }
    try (var trusting = HttpClient.newBuilder().sslContext(Pem.context(server.ca())).build()) {
      for (String host : new String[] {"127.0.0.1", "localhost", "named-in-hosts.localhost"}) {
        var there =
            HttpRequest.newBuilder(
                    URI.create("https://" + host + ":" + server.https().getPort() + "/"))
                .build();
        assertThat(trusting.send(there, BodyHandlers.ofString()).statusCode()).isBetween(400, 499);
      }
    }
  }

  @Test
  void withoutATlsListenerThereIsNoHttps() {
    try (var server = StartedServer.over(folder.resolve("data"))) {
      assertThat(server.member("https")).isIn(Optional.empty(), Optional.of("null"));
    }
  }

  /** By what is stored, and before a policy that denies plain HTTP (R103, R193). */
  @Test
  void whatLiesUnderAKeyOfTheKeyServiceIsNotServedOverPlainHttp() {
    try (var server =
            StartedServer.over(
                folder.resolve("data"), "--tls-listen", "127.0.0.1:0", "--strict-tls");
        S3Client s3 = server.overTls()) {
      s3.createBucket(create -> create.bucket("strict"));
      new Buckets(s3).put("strict", "plain", "x");
      s3.putObject(
          put -> put.bucket("strict").key("k").serverSideEncryption("aws:kms"),
          RequestBody.fromString("x"));
      String upload =
          s3.createMultipartUpload(
                  create -> create.bucket("strict").key("k").serverSideEncryption("aws:kms"))
              .uploadId();
      s3.putBucketPolicy(put -> put.bucket("strict").policy(DENY_PLAIN));

      RawClient plain = RawClient.of(server);
      String ofUpload = "/strict/k?uploadId=" + upload;
      refusedForKms(plain.send("GET", "/strict/k", ""));
      refusedForKms(plain.send("GET", "/strict/k?attributes", ""));
      refusedForKms(plain.send("PUT", "/strict/k?encryption", ""));
      refusedForKms(plain.send("GET", ofUpload, ""));
      refusedForKms(plain.send("PUT", ofUpload + "&partNumber=1", "x"));
      refusedForKms(plain.send("POST", ofUpload, ""));
      refusedForKms(plain.send("PUT", "/strict/copy", "", "x-amz-copy-source", "/strict/k"));
      plain.send("GET", "/strict/plain", "").refuses("AccessDenied", 403);
      plain.send("DELETE", ofUpload, "").refuses("AccessDenied", 403);
    }
  }

  private static void refusedForKms(Answer answer) {
    answer
        .refuses("InvalidArgument", 400)
        .says(
            "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over"
                + " a secure connection.");
  }
}
