package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coffer doctor} on the folder of a server in this process, and on the server itself. */
class DoctorCommandTest extends LiveServer {
  private static Path data() {
    return folder.resolve("data");
  }

  private static Run doctor(String... line) {
    String[] whole = new String[line.length + 1];
    whole[0] = "doctor";
    System.arraycopy(line, 0, whole, 1, line.length);
    return run(Keys.root().environment(), whole);
  }

  @Test
  void aDataFolderIsLookedAt() {
    Run run = doctor(data().toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("ok       java ")
        .contains("ok       clock ")
        .contains("ok       links ")
        .contains(" sync ")
        .contains("ok       permissions ")
        .contains("warning  credentials ")
        .contains("warning  root-key ")
        .contains("ok       recovery ")
        .contains("ok       tls ")
        .containsPattern("ok       custody      slot .* \\(keyfile\\) opens");
    assertThat(run.out()).doesNotContain(" server ").doesNotContain(" buckets ");
  }

  @Test
  void keysThatOthersMayReadAreAnError() throws Exception {
    Path rows = data().resolve("meta");
    Run run;
    Files.setPosixFilePermissions(rows, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      run = doctor(data().toString());
    } finally {
      Files.setPosixFilePermissions(rows, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(run.status()).isEqualTo(DoctorCommand.SICK);
    assertThat(run.out()).contains("error    permissions  others than its owner may use " + rows);
  }

  @Test
  void blobsThatCannotHaveTwoNamesAreAnError(@TempDir Path place) throws Exception {
    try (OtherDisk elsewhere = OtherDisk.beside(place)) {
      Run run = doctorWithBlobsAt(elsewhere.folder());
      assertThat(run.status()).isEqualTo(DoctorCommand.SICK);
      assertThat(run.out())
          .contains("error    links        no file in DATA/blobs can have two names");
    }
  }

  /** The server is shared by all tests here, so its blobs are back whatever happens. */
  private static Run doctorWithBlobsAt(Path elsewhere) throws IOException {
    Path finished = data().resolve("blobs/blobs");
    Path aside = data().resolve("blobs/aside");
    Files.move(finished, aside);
    try {
      Files.createSymbolicLink(finished, elsewhere);
      return doctor(data().toString());
    } finally {
      Files.deleteIfExists(finished);
      Files.move(aside, finished);
    }
  }

  @Test
  void aServerIsLookedAt() {
    Run run = doctor("--endpoint", of("http"), "--json");
    assertThat(run.status()).isZero();
    assertThat(run.json().findValuesAsString("check")).contains("java", "server", "buckets");
    assertThat(run.json().findValuesAsString("level")).containsOnly("ok");
  }

  @Test
  void aServerThatIsNotThereIsAnError() {
    Run run = doctor("--endpoint", "http://127.0.0.1:1");
    assertThat(run.status()).isEqualTo(DoctorCommand.SICK);
    assertThat(run.out()).contains("error    server       no answer from http://127.0.0.1:1/");
  }

  @Test
  void bucketsNeedCredentials() {
    Run run = run(Map.of(), "doctor", "--endpoint", of("http"));
    assertThat(run.status()).isEqualTo(DoctorCommand.SICK);
    assertThat(run.out()).contains("error    buckets      set AWS_ACCESS_KEY_ID");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    doctor(data().toString());
    try (var files = Files.list(data())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("doctor"));
    }
  }

  @Test
  void aFolderWithoutAStoreIsRefused() {
    Run run = doctor(folder.resolve("nothing-here").toString());
    assertThat(run.status()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.err()).startsWith("coffer: there is no store in ");
  }
}
