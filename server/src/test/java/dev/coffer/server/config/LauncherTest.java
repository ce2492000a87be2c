package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher under {@code sh}, with a JDK that only says how it was called. */
class LauncherTest {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("coffer.root", ".."), "coffer").toAbsolutePath().normalize();
  private static final Path SH = Path.of("/bin/sh");

  @TempDir private Path folder;

  private Path checkout() {
    return folder.resolve("checkout");
  }

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void aCheckoutWithAJar() throws IOException {
    assumeTrue(Files.isExecutable(SH));
    Files.createDirectories(checkout().resolve("server/target"));
    Files.copy(LAUNCHER, checkout().resolve("coffer"));
    Files.writeString(checkout().resolve("pom.xml"), "<project/>");
    Files.writeString(checkout().resolve("server/target/coffer.jar"), "jar");
    age(checkout().resolve("pom.xml"));
  }

  private static void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path java = home.resolve("bin/java");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        java,
        "#!/bin/sh\necho \""
            + name
            + "\"\nprintf '<%s>\\n' \"$@\"\necho \"arenas $MALLOC_ARENA_MAX\"\n");
    executable(java);
    return home;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Run launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("/bin/sh", "checkout/coffer"));
    command.addAll(List.of(arguments));
    return run(environment, command.toArray(String[]::new));
  }

  @Test
  void itsSyntaxIsPlainShell() throws Exception {
    assertThat(run(Map.of(), "/bin/sh", "-n", LAUNCHER.toString()).status()).isZero();
    if (Files.isExecutable(Path.of("/usr/bin/dash"))) {
      assertThat(run(Map.of(), "/usr/bin/dash", "-n", LAUNCHER.toString()).status()).isZero();
    }
    assertThat(Files.readString(LAUNCHER)).startsWith("#!/bin/sh\n");
    assertThat(Files.isExecutable(LAUNCHER)).isTrue();
  }

  @Test
  void argumentsReachTheProgramUnchanged() throws Exception {
    var environment = Map.of("COFFER_JAVA_HOME", jdk("jdk", "25.0.1").toString());
    Run run = launch(environment, "server", "a b", "*", "--listen", "");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("jdk\n")
        .contains("<-jar>\n", "server/target/coffer.jar>\n<server>\n<a b>\n<*>\n<--listen>\n<>\n");
  }

  @Test
  void anEmptyEnvironmentIsEnough() throws Exception {
    Run run = launch(Map.of(), "java-path");
    assertThat(run.status()).isIn(0, 69);
    assertThat(run.err()).doesNotContain("parameter not set", "not found\n");
  }

  @Test
  void ourOwnVariableComesBeforeJavaHome() throws Exception {
    var environment =
        Map.of(
            "COFFER_JAVA_HOME", jdk("ours", "26").toString(),
            "JAVA_HOME", jdk("theirs", "25").toString());
    assertThat(launch(environment, "version").out()).startsWith("ours\n");
  }

  @Test
  void anOlderJdkIsPassedOver() throws Exception {
    var environment =
        Map.of(
            "COFFER_JAVA_HOME", jdk("old", "17.0.9").toString(),
            "JAVA_HOME", jdk("new", "25").toString());
    assertThat(launch(environment, "version").out()).startsWith("new\n");
  }

  @Test
  void aSymbolicLinkElsewhereFindsTheJar() throws Exception {
    Files.createSymbolicLink(folder.resolve("one"), Path.of("checkout/coffer"));
    Files.createSymbolicLink(folder.resolve("two"), folder.resolve("one"));
    var environment = Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString());
    Run run = run(environment, "/bin/sh", "two", "version");
    assertThat(run.out()).contains("/checkout/server/target/coffer.jar>\n<version>");
  }

  private Path cache() {
    return checkout().resolve("server/target/coffer.aot");
  }

  @Test
  void aStartCacheOfTheJarIsUsed() throws Exception {
    var environment = Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString());
    assertThat(launch(environment, "version").out()).doesNotContain("AOTCache");
    Files.writeString(cache(), "cache");
    age(checkout().resolve("server/target/coffer.jar"));
    assertThat(launch(environment, "version").out())
        .contains("<-XX:AOTCache=" + cache().toRealPath() + ">\n", "coffer.jar>\n<version>\n");
  }

  @Test
  void aStartCacheIsNotUsedBesideOneOfTheUsers() throws Exception {
    var environment =
        Map.of(
            "COFFER_JAVA_HOME",
            jdk("jdk", "25").toString(),
            "COFFER_JAVA_OPTS",
            "-XX:SharedArchiveFile=mine");
    Files.writeString(cache(), "cache");
    age(checkout().resolve("server/target/coffer.jar"));
    assertThat(launch(environment, "version").out()).doesNotContain("AOTCache");
  }

  @Test
  void aStartCacheOfAnOlderJarIsNot() throws Exception {
    var environment = Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString());
    Files.writeString(cache(), "cache");
    age(cache());
    assertThat(launch(environment, "version").out()).doesNotContain("AOTCache");
  }

  @Test
  void aStartCacheThatCannotBeMadeIsSaid() throws Exception {
    var environment = Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString());
    Run run = launch(environment, "prepare");
    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err()).contains("AOTCacheOutput", "no start cache could be made");
    assertThat(cache()).doesNotExist();
  }

  @Test
  void moreOptionsForTheJvmAreTaken() throws Exception {
    var environment =
        Map.of(
            "COFFER_JAVA_HOME", jdk("jdk", "25").toString(), "COFFER_JAVA_OPTS", "-Xmx256m -Dx=y");
    assertThat(launch(environment, "version").out()).contains("<-Xmx256m>\n<-Dx=y>\n<-jar>");
  }

  @Test
  void memoryOutsideOfTheHeapIsKeptInTwoPools() throws Exception {
    var environment = new HashMap<>(Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString()));
    assertThat(launch(environment, "version").out()).contains("<-Xmx448m>", "arenas 2\n");
    environment.put("MALLOC_ARENA_MAX", "7");
    assertThat(launch(environment, "version").out()).contains("arenas 7\n");
  }

  @Test
  void newerSourcesAreBuiltFirst() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path mvn = tools.resolve("mvn");
    Files.writeString(mvn, "#!/bin/sh\necho \"built $*\" >&2\n");
    executable(mvn);
    age(checkout().resolve("server/target/coffer.jar"));
    Path source = checkout().resolve("wire/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class A {}");
    var environment =
        Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString(), "PATH", tools + ":/usr/bin:/bin");
    Run first = launch(environment, "version");
    assertThat(first.err()).contains("built ", "-pl server -am");
    assertThat(first.out()).startsWith("jdk\n");
    assertThat(launch(environment, "version").err()).isEmpty();
  }

  @Test
  void aMissingMavenIsSaid() throws Exception {
    Files.delete(checkout().resolve("server/target/coffer.jar"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "sed", "head", "find")) {
      Path found = Path.of("/usr/bin", tool);
      assumeTrue(Files.isExecutable(found));
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
    var environment =
        Map.of("COFFER_JAVA_HOME", jdk("jdk", "25").toString(), "PATH", tools.toString());
    Run run = launch(environment, "version");
    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err()).contains("Maven");
  }
}
