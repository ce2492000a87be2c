package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ANYBODY;
import static dev.coffer.server.gateway.S3World.OTHER;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.STRANGER;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.server.table.Served;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks over all operations that are served: who may, and whose bucket it must be. */
class EveryOperationTest {
  private static final String BUCKET = "guarded";
  private static final String EXPECTED = "x-amz-expected-bucket-owner";
  private static final String SOURCE_EXPECTED = "x-amz-source-expected-bucket-owner";
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final String TAGGING =
      "<Tagging" + NS + "><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("PutObjectTagging", TAGGING),
          Map.entry("PutBucketTagging", TAGGING),
          Map.entry(
              "PutBucketVersioning",
              "<VersioningConfiguration"
                  + NS
                  + "><Status>Suspended</Status></VersioningConfiguration>"),
          Map.entry(
              "PutBucketEncryption",
              "<ServerSideEncryptionConfiguration"
                  + NS
                  + "><Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
                  + "</ServerSideEncryptionConfiguration>"),
          Map.entry("PutPublicAccessBlock", "<PublicAccessBlockConfiguration" + NS + "/>"),
          Map.entry(
              "PutBucketOwnershipControls",
              "<OwnershipControls"
                  + NS
                  + "><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
                  + "</OwnershipControls>"),
          Map.entry(
              "PutBucketPolicy",
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                  + "\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::guarded/*\"}]}"),
          Map.entry(
              "PutBucketLifecycleConfiguration",
              "<LifecycleConfiguration"
                  + NS
                  + "><Rule><Filter/><Status>Enabled</Status><Expiration><Days>1</Days></Expiration>"
                  + "</Rule></LifecycleConfiguration>"),
          Map.entry(
              "PutBucketInventoryConfiguration",
              "<InventoryConfiguration"
                  + NS
                  + "><Destination><S3BucketDestination><Bucket>arn:aws:s3:::guarded</Bucket>"
                  + "<Format>CSV</Format></S3BucketDestination></Destination>"
                  + "<IsEnabled>false</IsEnabled><Id>x</Id>"
                  + "<IncludedObjectVersions>All</IncludedObjectVersions>"
                  + "<Schedule><Frequency>Daily</Frequency></Schedule></InventoryConfiguration>"),
          Map.entry(
              "PutObjectLockConfiguration",
              "<ObjectLockConfiguration"
                  + NS
                  + "><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>"),
          Map.entry("PutObjectRetention", "<Retention" + NS + "/>"),
          Map.entry("PutObjectLegalHold", "<LegalHold" + NS + "><Status>ON</Status></LegalHold>"),
          Map.entry("DeleteObjects", "<Delete" + NS + "><Object><Key>key</Key></Object></Delete>"),
          Map.entry(
              "CompleteMultipartUpload",
              "<CompleteMultipartUpload"
                  + NS
                  + "><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>"),
          Map.entry(
              "PutBucketRequestPayment",
              "<RequestPaymentConfiguration"
                  + NS
                  + "><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
          Map.entry(
              "PutBucketCors",
              "<CORSConfiguration"
                  + NS
                  + "><CORSRule><AllowedOrigin>*</AllowedOrigin>"
                  + "<AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>"),
          Map.entry("PutBucketLogging", "<BucketLoggingStatus" + NS + "/>"),
          Map.entry("PutBucketNotificationConfiguration", "<NotificationConfiguration" + NS + "/>"),
          Map.entry(
              "PutBucketAbac", "<AbacStatus" + NS + "><Status>Disabled</Status></AbacStatus>"));

  @TempDir private Path folder;

  private S3World world;
  private String uploadId;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    world.createBucket(BUCKET);
    world.put("/guarded/key", "text");
    uploadId = world.beginUpload("/guarded/key");
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** A request for an operation that its bucket's owner may make. */
  private Request of(Served<?, ?> served, String... more) {
    Facts facts = Model.s3().of(served.operation());
    String path =
        switch (served.http().on()) {
          case SERVICE -> "/";
          case BUCKET -> "/" + BUCKET;
          case OBJECT -> "/" + BUCKET + "/key";
        };
    var headers = new ArrayList<>(List.of(more));
    facts.selectingHeaders().forEach(name -> headers.addAll(List.of(name, "/guarded/key")));
    String name = facts.operation();
    if (name.equals("PutBucketAcl") || name.equals("PutObjectAcl")) {
      headers.addAll(List.of("x-amz-acl", "bucket-owner-full-control"));
    } else if (name.equals("DeleteObjects")) {
      headers.addAll(List.of("x-amz-checksum-crc32", "AAAAAA=="));
    } else if (name.equals("GetObjectAttributes")) {
      headers.addAll(List.of("x-amz-object-attributes", "ETag"));
    }
    String body = BODIES.getOrDefault(name, "");
    return request(facts.method(), path, query(facts), body, headers.toArray(String[]::new));
  }

  private @Nullable String query(Facts facts) {
    var selectors = new TreeSet<>(facts.selectors());
    selectors.addAll(facts.requiredQueries());
    List<String> pairs =
        selectors.stream()
            .map(name ->
                switch (name) {
                  case "uploadId" -> "uploadId=" + uploadId;
                  case "partNumber" -> "partNumber=1";
                  default -> name;
                })
            .toList();
    return pairs.isEmpty() ? null : String.join("&", pairs);
  }

  private List<Served<?, ?>> ofGeneralPurpose() {
    var served = new ArrayList<Served<?, ?>>(world.table.all());
    served.removeIf(one -> !one.generalPurpose());
    return served;
  }

  private static String name(Served<?, ?> served) {
    return served.operation().getSimpleName();
  }

  /** A refusal for want of rights, in a document or behind a status 200. */
  private boolean denied(Caller caller, Served<?, ?> served) {
    if (served.http().perItem() && !(caller instanceof Caller.Anonymous)) {
      return text(world.send(caller, digested(served))).contains("<Code>AccessDenied</Code>");
    }
    S3Exception refusal = world.refusal(caller, of(served));
    return refusal != null && refusal.error() == S3Error.AccessDenied;
  }

  /** With the checksum that its body has. */
  private Request digested(Served<?, ?> served) {
    Request request = of(served);
    var crc = new java.util.zip.CRC32();
    crc.update(
        BODIES.getOrDefault(name(served), "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    byte[] value = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return request.withHeaders(
        request.headers().toBuilder()
            .set("x-amz-checksum-crc32", java.util.Base64.getEncoder().encodeToString(value))
            .build());
  }

  @Test
  void everyOperationNamesItsActions() {
    assertThat(ofGeneralPurpose())
        .hasSizeGreaterThanOrEqualTo(41)
        .allSatisfy(served -> {
          Http http = served.http();
          assertThat(http.action()).isNotEmpty().doesNotContain("");
          Facts facts = Model.s3().of(served.operation());
          assertThat(http.versionAction().length > 0 || http.perItem())
              .as(name(served))
              .isEqualTo(facts.input(Facts.Kind.QUERY, "versionId").isPresent() || http.perItem());
          boolean copies = facts.input(Facts.Kind.HEADER, "x-amz-copy-source").isPresent();
          assertThat(http.sourceAction().isEmpty()).isEqualTo(!copies);
          assertThat(http.sourceVersionAction().isEmpty()).isEqualTo(!copies);
        });
  }

  @Test
  void nobodyIsRefusedEverywhere() {
    refusedEverywhere(ANYBODY, Set.of());
  }

  @Test
  void aStrangerIsRefusedEverywhereButAtHome() {
    refusedEverywhere(STRANGER, Set.of("ListBuckets", "CreateBucket"));
    assertThat(text(world.send(STRANGER, request("GET", "/", null, "")))).doesNotContain(BUCKET);
    S3Exception taken = world.refusal(STRANGER, request("PUT", "/" + BUCKET, null, ""));
    assertThat(taken).isNotNull();
    assertThat(taken.error()).isEqualTo(S3Error.BucketAlreadyExists);
  }

  @Test
  void aStrangerWhomOnlyTheirOwnAccountTrustsIsRefused() {
    refusedEverywhere(user(OTHER, "eve", allowing("s3:*")), Set.of("ListBuckets", "CreateBucket"));
  }

  @Test
  void aUserWithoutRightsIsRefusedEverywhere() {
    refusedEverywhere(user(OWNER, "powerless"), Set.of());
  }

  private void refusedEverywhere(Caller caller, Set<String> but) {
    List<Entry> before = world.rows(BUCKET);
    for (Served<?, ?> served : ofGeneralPurpose()) {
      if (!but.contains(name(served))) {
        assertThat(denied(caller, served)).as(name(served)).isTrue();
        assertThat(world.rows(BUCKET)).as(name(served)).isEqualTo(before);
      }
    }
  }

  /** Each with all actions of S3 but one of those that the record names. */
  @Test
  void everyActionThatARecordNamesIsNeeded() {
    for (Served<?, ?> served : ofGeneralPurpose()) {
      for (String action : actions(served)) {
        String without =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":\""
                + action
                + "\",\"Resource\":\"*\"}]}";
        assertThat(denied(user(OWNER, "almost", without), served))
            .as(name(served) + " without " + action)
            .isTrue();
      }
    }
  }

  /** Each with nothing but the actions that the record names; the last ones end the bucket. */
  @Test
  void theActionsThatARecordNamesSuffice() {
    for (Served<?, ?> served : ofGeneralPurpose()) {
      Caller caller = user(OWNER, "just", allowing(actions(served).toArray(String[]::new)));
      assertThat(denied(caller, served)).as(name(served)).isFalse();
      if (world.store.buckets().find(BUCKET).isEmpty()) {
        world.createBucket(BUCKET);
      }
      world.send(ROOT, request("DELETE", "/" + BUCKET, "policy", ""));
      world.put("/guarded/key", "text");
      uploadId = world.beginUpload("/guarded/key");
    }
  }

  private static List<String> actions(Served<?, ?> served) {
    var actions = new ArrayList<>(Arrays.asList(served.http().action()));
    if (!served.http().sourceAction().isEmpty()) {
      actions.add(served.http().sourceAction());
    }
    return actions;
  }

  @Test
  void everyOperationOnABucketHeedsItsExpectedOwner() {
    int heeding = 0;
    for (Served<?, ?> served : ofGeneralPurpose()) {
      Facts facts = Model.s3().of(served.operation());
      for (String header : List.of(EXPECTED, SOURCE_EXPECTED)) {
        if (facts.input(Facts.Kind.HEADER, header).isPresent()) {
          heeding++;
          requireHeeded(served, header);
        }
      }
    }
    assertThat(heeding).isGreaterThanOrEqualTo(41);
  }

  private void requireHeeded(Served<?, ?> served, String header) {
    List<Entry> before = world.rows(BUCKET);
    S3Exception other = world.refusal(ROOT, of(served, header, OTHER.id()));
    assertThat(other).as(name(served)).isNotNull();
    assertThat(other.error()).isEqualTo(S3Error.AccessDenied);
    assertThat(other.text()).isEqualTo("Access Denied");
    for (String no : List.of("0000", "", "1111222233334", OWNER.canonicalId())) {
      S3Exception refusal = world.refusal(ROOT, of(served, header, no));
      assertThat(refusal).as(name(served)).isNotNull();
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidBucketOwnerAWSAccountID);
      assertThat(refusal.text())
          .isEqualTo(
              "The value of the expected bucket owner parameter must be an AWS Account ID... ["
                  + no
                  + "]");
    }
    assertThat(world.rows(BUCKET)).as(name(served)).isEqualTo(before);
    S3Exception own = world.refusal(user(OWNER, "u"), of(served, header, OTHER.id()));
    assertThat(own).isNotNull();
    if (!header.equals(SOURCE_EXPECTED)) {
      assertThat(own.text()).as("the owner before the rights").isEqualTo("Access Denied");
    }
  }

  @Test
  void aMissingBucketIsSaidFirst() {
    for (Served<?, ?> served : ofGeneralPurpose()) {
      if (served.http().on() != Http.On.SERVICE && !name(served).equals("CreateBucket")) {
        Request request = of(served, EXPECTED, "0000");
        var elsewhere =
            new Request(
                request.method(),
                request.rawPath().replace(BUCKET, "missing"),
                request.rawQuery(),
                request.headers(),
                request.body(),
                request.peer());
        for (Caller caller : List.of(ROOT, STRANGER, ANYBODY, user(OWNER, "powerless"))) {
          S3Exception refusal = world.refusal(caller, elsewhere);
          assertThat(refusal).as(name(served)).isNotNull();
          assertThat(refusal.error()).as(name(served)).isEqualTo(S3Error.NoSuchBucket);
        }
      }
    }
  }
}
