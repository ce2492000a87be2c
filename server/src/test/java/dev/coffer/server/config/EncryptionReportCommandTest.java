package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code coffer bucket encryption report} against a server in this process. */
class EncryptionReportCommandTest extends LiveServer {
  private static Run report(Keys keys, String... line) {
    var whole = new ArrayList<>(List.of("bucket", "encryption", "report"));
    whole.addAll(List.of(line));
    whole.addAll(List.of("--endpoint", of("http")));
    return run(keys.environment(), whole.toArray(String[]::new));
  }

  private static void make(String bucket) throws Exception {
    assertThat(bucket(Keys.root(), "PUT", bucket)).isEqualTo(200);
  }

  private static void put(String bucket, String key, String content) throws Exception {
    assertThat(s3(Keys.root(), "PUT", "/" + bucket + "/" + key, null, content).statusCode())
        .isEqualTo(200);
  }

  private static void byDefault(String bucket, String algorithm, @Nullable String key)
      throws Exception {
    String named = key == null ? "" : "<KMSMasterKeyID>" + key + "</KMSMasterKeyID>";
    String document =
        "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
            + algorithm
            + "</SSEAlgorithm>"
            + named
            + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";
    var answer = s3(Keys.root(), "PUT", "/" + bucket, "encryption=", document);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String newKey() throws Exception {
    return kms(Keys.root(), "CreateKey", "{}").get("KeyMetadata").get("Arn").asString();
  }

  private static List<String> findings(String bucket) {
    List<String> codes = new ArrayList<>();
    report(Keys.root(), bucket, "--json")
        .json()
        .get("findings")
        .forEach(finding -> codes.add(finding.get("code").asString()));
    return codes;
  }

  @Test
  void aNewBucketHasNoVersions() throws Exception {
    make("report-empty");
    Run run = report(Keys.root(), "report-empty");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("report-empty   default AES256   blocked SSE-C\n  no versions");
  }

  @Test
  void versionsAreShownByTypeAndKey() throws Exception {
    make("report-json");
    put("report-json", "one", "12345");
    put("report-json", "two", "1");
    JsonNode report = report(Keys.root(), "report-json", "--json").json();
    assertThat(report.get("bucket").asString()).isEqualTo("report-json");
    assertThat(report.get("account").asString()).isEqualTo("000000000000");
    assertThat(report.get("counted").asBoolean()).isTrue();
    assertThat(report.get("findings")).isEmpty();
    assertThat(report.get("versions")).hasSize(1);
    JsonNode line = report.get("versions").get(0);
    assertThat(line.get("type").asString()).isEqualTo("AES256");
    assertThat(line.get("keyMaterial").asString()).isEqualTo("1");
    assertThat(line.get("versions").asLong()).isEqualTo(2);
    assertThat(line.get("sizeBytes").asLong()).isEqualTo(6);
  }

  @Test
  void csvHasALineForEachKind() throws Exception {
    make("report-csv");
    put("report-csv", "one", "12345");
    assertThat(report(Keys.root(), "report-csv", "--csv").out().lines())
        .containsExactly(
            "bucket,account,default_type,default_key,bucket_key_enabled,blocked_types,counted,"
                + "type,bucket_key,kms_key_arn,key_material,key_state,versions,bytes",
            "report-csv,000000000000,AES256,,false,SSE-C,true,AES256,false,,1,,1,5");
  }

  /** The id of the key's newest material. */
  private static String rotate(String arn) throws Exception {
    String before = newestMaterial(arn);
    kms(Keys.root(), "RotateKeyOnDemand", "{\"KeyId\":\"" + arn + "\"}");
    String after = newestMaterial(arn);
    assertThat(after).matches("[0-9a-f]{64}").isNotEqualTo(before);
    return after;
  }

  private static String newestMaterial(String arn) throws Exception {
    String asked = "{\"KeyId\":\"" + arn + "\",\"NumberOfBytes\":32}";
    return kms(Keys.root(), "GenerateDataKey", asked).get("KeyMaterialId").asString();
  }

  /** Each line as type, Bucket Key, key, material, versions and bytes. */
  private static List<String> lines(JsonNode versions) {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : versions) {
      lines.add(
          String.join(
              ",",
              line.get("type").asString(),
              line.get("bucketKey").asString(),
              line.path("kmsKeyArn").asString(""),
              line.get("keyMaterial").asString(),
              line.path("keyState").asString(""),
              line.get("versions").asString(),
              line.get("sizeBytes").asString()));
    }
    return lines;
  }

  /** Two types of two keys, of which one was rotated, in a bucket that keeps versions. */
  @Test
  void materialsOfOneKeyAreShownApart() throws Exception {
    String bucket = "report-rotated";
    make(bucket);
    String enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    assertThat(s3(Keys.root(), "PUT", "/" + bucket, "versioning=", enabled).statusCode())
        .isEqualTo(200);
    String rotated = newKey();
    String other = newKey();
    String first = newestMaterial(rotated);
    byDefault(bucket, "aws:kms", rotated);
    put(bucket, "one", "12345");
    put(bucket, "one", "123");
    put(bucket, "two", "1");
    byDefault(bucket, "aws:kms:dsse", rotated);
    put(bucket, "twice", "1234567");
    String second = rotate(rotated);
    put(bucket, "twice", "12");
    byDefault(bucket, "aws:kms", rotated);
    put(bucket, "one", "1234");
    put(bucket, "three", "");
    byDefault(bucket, "aws:kms", other);
    put(bucket, "three", "123456");

    String kms = "aws:kms,false," + rotated + ",";
    String dsse = "aws:kms:dsse,false," + rotated + ",";
    List<String> expected =
        List.of(
            kms + first + ",Enabled,3,9",
            kms + second + ",Enabled,2,4",
            "aws:kms,false," + other + "," + newestMaterial(other) + ",Enabled,1,6",
            dsse + first + ",Enabled,1,7",
            dsse + second + ",Enabled,1,2");
    JsonNode json = report(Keys.root(), bucket, "--json").json();
    assertThat(lines(json.get("versions"))).containsExactlyInAnyOrderElementsOf(expected);

    JsonNode recounted = report(Keys.root(), bucket, "--recount", "--json").json();
    assertThat(recounted.path("proved").asBoolean()).as(recounted.toString()).isTrue();
    assertThat(lines(recounted.path("report").path("versions")))
        .containsExactlyInAnyOrderElementsOf(expected);
    List<String> found = expected.stream().map(line -> line.replace(",Enabled,", ",,")).toList();
    assertThat(lines(recounted.get("found"))).containsExactlyInAnyOrderElementsOf(found);

    String head = bucket + ",000000000000,aws:kms," + other + ",false,SSE-C,true,";
    assertThat(report(Keys.root(), bucket, "--csv").out().lines().skip(1))
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(head::concat).toList());

    Run text = report(Keys.root(), bucket, "--recount");
    assertThat(text.status()).isZero();
    assertThat(text.out())
        .contains("3 versions               9 bytes   " + rotated + " material " + first)
        .contains("2 versions               4 bytes   " + rotated + " material " + second)
        .contains("recounted: the counters are what the versions add up to");
  }

  @Test
  void aRecountProvesTheCounters() throws Exception {
    make("report-recount");
    put("report-recount", "one", "12345");
    put("report-recount", "one", "123");
    put("report-recount", "two", "1");
    Run run = report(Keys.root(), "report-recount", "--recount");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("recounted: the counters are what the versions add up to");
    JsonNode json = report(Keys.root(), "report-recount", "--recount", "--json").json();
    assertThat(json.path("proved").asBoolean()).as(json.toString()).isTrue();
    assertThat(json.get("found").get(0).get("sizeBytes").asLong()).isEqualTo(4);
  }

  @Test
  void allBucketsAreReportedAndRecounted() throws Exception {
    make("report-all-1");
    make("report-all-2");
    Run run = report(Keys.root(), "--recount", "--csv");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("\nreport-all-1,", "\nreport-all-2,");
  }

  @Test
  void aDefaultWithoutItsKeyIsFound() throws Exception {
    make("report-missing");
    byDefault("report-missing", "aws:kms", "alias/nobody");
    assertThat(findings("report-missing")).containsExactly("DefaultKeyMissing");
  }

  @Test
  void aDefaultWhoseKeyIsDyingOrDisabledIsFound() throws Exception {
    make("report-dying");
    String arn = newKey();
    byDefault("report-dying", "aws:kms", arn);
    assertThat(findings("report-dying")).isEmpty();
    kms(Keys.root(), "DisableKey", "{\"KeyId\":\"" + arn + "\"}");
    assertThat(findings("report-dying")).containsExactly("DefaultKeyUnusable");
    kms(Keys.root(), "ScheduleKeyDeletion", "{\"KeyId\":\"" + arn + "\"}");
    assertThat(findings("report-dying")).containsExactly("DefaultKeyPendingDeletion");
    assertThat(report(Keys.root(), "report-dying").out())
        .contains("! error DefaultKeyPendingDeletion: The default's key " + arn + " is deleted on");
  }

  @Test
  void versionsThatDifferFromTheDefaultAreFound() throws Exception {
    make("report-differs");
    put("report-differs", "one", "12345");
    byDefault("report-differs", "aws:kms", newKey());
    assertThat(findings("report-differs")).containsExactly("VersionsDifferFromDefault");
  }

  @Test
  void versionsUnderADyingKeyAreFound() throws Exception {
    make("report-under");
    String arn = newKey();
    byDefault("report-under", "aws:kms", arn);
    put("report-under", "one", "12345");
    JsonNode line = report(Keys.root(), "report-under", "--json").json().get("versions").get(0);
    assertThat(line.get("type").asString()).isEqualTo("aws:kms");
    assertThat(line.get("kmsKeyArn").asString()).isEqualTo(arn);
    assertThat(line.get("keyMaterial").asString()).matches("[0-9a-f]{64}");
    assertThat(line.get("keyState").asString()).isEqualTo("Enabled");
    kms(Keys.root(), "ScheduleKeyDeletion", "{\"KeyId\":\"" + arn + "\"}");
    assertThat(findings("report-under"))
        .containsExactly("DefaultKeyPendingDeletion", "VersionsUnderKeyPendingDeletion");
    assertThat(report(Keys.root(), "report-under", "--recount").status()).isZero();
  }

  @Test
  void versionsUnderADisabledKeyAreFound() throws Exception {
    make("report-disabled");
    String arn = newKey();
    byDefault("report-disabled", "aws:kms:dsse", arn);
    put("report-disabled", "one", "12345");
    byDefault("report-disabled", "aws:kms", newKey());
    kms(Keys.root(), "DisableKey", "{\"KeyId\":\"" + arn + "\"}");
    assertThat(findings("report-disabled"))
        .containsExactly("VersionsUnderUnusableKey", "VersionsDifferFromDefault");
    assertThat(report(Keys.root(), "report-disabled").out())
        .contains(
            "! error VersionsUnderUnusableKey: 1 versions are under "
                + arn
                + ", which is Disabled.");
    Run doctor = run(Keys.root().environment(), "doctor", "--endpoint", of("http"));
    assertThat(doctor.status()).isEqualTo(DoctorCommand.SICK);
    assertThat(doctor.out())
        .contains("error    buckets      report-disabled: VersionsUnderUnusableKey: 1 versions")
        .contains("warning  buckets      report-disabled: VersionsDifferFromDefault: 1 versions");
    kms(Keys.root(), "EnableKey", "{\"KeyId\":\"" + arn + "\"}");
    assertThat(findings("report-disabled")).containsExactly("VersionsDifferFromDefault");
  }

  @Test
  void noBucketIsLostBetweenPages() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 103; i++) {
      made.add("report-page-%03d".formatted(i));
      make(made.getLast());
    }
    List<String> told =
        report(Keys.root(), "--csv")
            .out()
            .lines()
            .map(line -> line.substring(0, line.indexOf(',')))
            .filter(made::contains)
            .toList();
    assertThat(told).isEqualTo(made);
    for (String bucket : made) {
      assertThat(bucket(Keys.root(), "DELETE", bucket)).isEqualTo(204);
    }
  }

  @Test
  void theServicesOwnKeyNeedNotBeThereYet() throws Exception {
    make("report-own-key");
    byDefault("report-own-key", "aws:kms", null);
    assertThat(findings("report-own-key")).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    Run run = report(Keys.root(), "no-such-bucket-here");
    assertThat(run.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).isEqualTo("coffer: NoSuchBucket: There is no such bucket.");
  }

  @Test
  void strangersSeeNothing() {
    Keys stranger = Keys.made(create("curious"));
    assertThat(report(stranger).err()).isEqualTo("coffer: AccessDenied: Access Denied");
  }
}
