package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.Payer;

/**
 * What a bucket answers about configurations that it does not have, and whether it can get them.
 */
@ExtendWith(SharedServer.class)
class UnconfiguredTest {
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  private final S3Client s3;
  private final RawClient raw;
  private final Buckets buckets;
  private String bucket;

  UnconfiguredTest(S3Client s3, RawClient raw, Buckets buckets) {
    this.s3 = s3;
    this.raw = raw;
    this.buckets = buckets;
  }

  @BeforeEach
  void bucket() {
    bucket = buckets.fresh();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "website|NoSuchWebsiteConfiguration|The specified bucket does not have a website"
            + " configuration",
        "replication|ReplicationConfigurationNotFoundError|The replication configuration was not"
            + " found",
        "lifecycle|NoSuchLifecycleConfiguration|The lifecycle configuration does not exist",
        "metadataConfiguration|MetadataConfigurationNotFound|The metadata configuration does not"
            + " exist",
        "metadataTable|MetadataConfigurationNotFound|The metadata configuration does not exist"
      })
  void theOneConfigurationIsAbsentAndStaysSo(String name, String code, String text) {
    Answer answer = raw.send("GET", "/" + bucket + "?" + name, "");
    answer.refuses(code, 404);
    assertThat(answer.body())
        .contains("<Message>" + text + "</Message>")
        .contains("<BucketName>" + bucket + "</BucketName>");
    assertThat(raw.send("DELETE", "/" + bucket + "?" + name, "").status()).isEqualTo(204);
    raw.send("GET", "/" + bucket + "?" + name, "").refuses(code, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "analytics,ListBucketAnalyticsConfigurationResult",
    "metrics,ListMetricsConfigurationsResult",
    "intelligent-tiering,ListBucketIntelligentTieringConfigurationsOutput"
  })
  void thereIsNoneOfAnyIdAndTheListIsEmpty(String name, String root) {
    Answer list = raw.send("GET", "/" + bucket + "?" + name, "");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body())
        .endsWith("<" + root + NS + "><IsTruncated>false</IsTruncated></" + root + ">");
    for (String method : List.of("GET", "DELETE")) {
      Answer one = raw.send(method, "/" + bucket + "?" + name + "&id=daily", "");
      one.refuses("NoSuchConfiguration", 404);
      assertThat(one.body())
          .contains("<Message>The specified configuration does not exist.</Message>")
          .doesNotContain("BucketName");
    }
    raw.send("PUT", "/" + bucket + "?" + name + "&id=daily", "<a/>").refuses("NotImplemented", 501);
    Answer further = raw.send("GET", "/" + bucket + "?" + name + "&continuation-token=x", "");
    further.refuses("InvalidArgument", 400);
  }

  @Test
  void theSdkFindsTheListsEmpty() {
    assertThat(s3.listBucketAnalyticsConfigurations(list -> list.bucket(bucket)))
        .satisfies(list -> assertThat(list.isTruncated()).isFalse())
        .satisfies(list -> assertThat(list.analyticsConfigurationList()).isEmpty());
    assertThat(
            s3.listBucketMetricsConfigurations(list -> list.bucket(bucket))
                .metricsConfigurationList())
        .isEmpty();
    assertThat(
            s3.listBucketIntelligentTieringConfigurations(list -> list.bucket(bucket))
                .intelligentTieringConfigurationList())
        .isEmpty();
  }

  @Test
  void theOwnerPaysAndNobodyElseCan() {
    assertThat(s3.getBucketRequestPayment(get -> get.bucket(bucket)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
    pay(Payer.BUCKET_OWNER);
    Refused refused = Refused.with("NotImplemented", 501, () -> pay(Payer.REQUESTER));
    assertThat(refused.message()).contains("Payer Requester");
    Refused.with("MalformedXML", 400, () -> pay(Payer.fromValue("Nobody")));
    assertThat(s3.getBucketRequestPayment(get -> get.bucket(bucket)).payer())
        .isEqualTo(Payer.BUCKET_OWNER);
  }

  private void pay(Payer payer) {
    s3.putBucketRequestPayment(
        put -> put.bucket(bucket).requestPaymentConfiguration(to -> to.payer(payer)));
  }

  @Test
  void nothingIsAcceleratedLoggedOrToldAtFirst() {
    assertThat(s3.getBucketAccelerateConfiguration(get -> get.bucket(bucket)).status()).isNull();
    assertThat(s3.getBucketLogging(get -> get.bucket(bucket)).loggingEnabled()).isNull();
    var told = s3.getBucketNotificationConfiguration(get -> get.bucket(bucket));
    assertThat(told.queueConfigurations()).isEmpty();
    assertThat(told.topicConfigurations()).isEmpty();
    assertThat(told.eventBridgeConfiguration()).isNull();
  }

  @Test
  void theDocumentsOfWhatIsNotSaidAreEmpty() {
    var roots =
        Map.of(
            "accelerate", "AccelerateConfiguration",
            "logging", "BucketLoggingStatus",
            "notification", "NotificationConfiguration");
    roots.forEach((selector, root) ->
        assertThat(raw.send("GET", "/" + bucket + "?" + selector, "").body())
            .endsWith("<" + root + NS + "></" + root + ">"));
    assertThat(raw.send("GET", "/" + bucket + "?abac", "").body())
        .endsWith("<AbacStatus" + NS + "><Status>Disabled</Status></AbacStatus>");
  }

  @Test
  void whatHoldsMayBePut() {
    s3.putBucketNotificationConfiguration(
        put -> put.bucket(bucket).notificationConfiguration(to -> {}));
    assertThat(raw.send("PUT", "/" + bucket + "?abac", abac("Disabled")).status()).isEqualTo(200);
    raw.send("PUT", "/" + bucket + "?abac", abac("Enabled")).refuses("NotImplemented", 501);
    raw.send("PUT", "/" + bucket + "?abac", abac("Perhaps")).refuses("MalformedXML", 400);
  }

  private static String abac(String status) {
    return "<AbacStatus" + NS + "><Status>" + status + "</Status></AbacStatus>";
  }

  /** Each would have an effect that is not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notification|NotificationConfiguration|EventBridgeConfiguration|''",
      })
  void whatWouldNotHoldIsRefusedByName(String selector, String root, String element, String rest) {
    String body = "<%s%s><%s>%s</%s></%s>".formatted(root, NS, element, rest, element, root);
    Answer answer = raw.send("PUT", "/" + bucket + "?" + selector, body);
    answer.refuses("NotImplemented", 501);
    assertThat(answer.body()).contains("<Element>" + element + "</Element>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"website", "replication", "accelerate", "metadataTable", "metadataConfiguration"})
  void whatIsNeverThereCannotBePut(String name) {
    String method = name.startsWith("metadata") ? "POST" : "PUT";
    raw.send(method, "/" + bucket + "?" + name, "<a/>").refuses("NotImplemented", 501);
  }

  @Test
  void accelerationIsNotEvenSuspended() {
    Refused.with(
        "NotImplemented",
        501,
        () ->
            s3.putBucketAccelerateConfiguration(put ->
                put.bucket(bucket)
                    .accelerateConfiguration(to -> to.status(BucketAccelerateStatus.SUSPENDED))));
  }
}
