package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalTest {
  @ParameterizedTest
  @CsvSource({
    "403,AccessDenied,AccessDeniedException",
    "403,InvalidAccessKeyId,AuthenticationFailedException",
    "403,SignatureDoesNotMatch,AuthenticationFailedException",
    "400,ExpiredToken,AuthenticationFailedException",
    "400,BadDigest,BadDigestException",
    "400,InvalidArgument,InvalidArgumentException",
    "400,InvalidBucketOwnerAWSAccountID,InvalidBucketOwnerException",
    "400,InvalidDigest,InvalidDigestException",
    "400,InvalidRequest,InvalidRequestException",
    "400,MalformedXML,MalformedXmlException",
    "404,NoSuchBucket,NoSuchBucketException",
    "501,NotImplemented,NotImplementedException",
    "503,ServiceUnavailable,ServiceUnavailableException",
    "503,'',ServiceUnavailableException",
    "503,SlowDown,ThrottledException",
    "400,Throttling,ThrottledException",
    "429,'',ThrottledException",
    "418,TeapotOfTomorrow,S3ServiceException",
    "502,'',S3ServiceException",
  })
  void aCodeHasItsType(int status, String code, String type) {
    S3ServiceException exception = refusal(status, code, Map.of("Extra", "kept"));
    assertThat(exception.getClass().getSimpleName()).isEqualTo(type);
    assertThat(exception.status()).isEqualTo(status);
    assertThat(exception.code()).isEqualTo(code);
    assertThat(exception.message()).isEqualTo("what happened");
    assertThat(exception.requestId()).isEqualTo("4442587FB7D0A2F9");
    assertThat(exception.hostId()).isEqualTo("host");
    assertThat(exception.elements()).containsExactly(Map.entry("Extra", "kept"));
    assertThat(exception)
        .hasMessageContainingAll("what happened", code, "" + status, "4442587FB7D0A2F9");
  }

  @Test
  void typedExceptionsNameWhatTheServerNamed() {
    var argument =
        (InvalidArgumentException)
            refusal(400, "InvalidArgument", Map.of("ArgumentName", "sse", "ArgumentValue", "KMS"));
    assertThat(argument.findArgumentName()).contains("sse");
    assertThat(argument.findArgumentValue()).contains("KMS");
    var bucket =
        (NoSuchBucketException) refusal(404, "NoSuchBucket", Map.of("BucketName", "missing"));
    assertThat(bucket.findBucketName()).contains("missing");
  }

  private static S3ServiceException refusal(int status, String code, Map<String, String> more) {
    return new Refusal(
            status, code, "what happened", "4442587FB7D0A2F9", "host", more, Duration.ZERO)
        .exception();
  }
}
