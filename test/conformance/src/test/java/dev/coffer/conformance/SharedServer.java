package dev.coffer.conformance;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Gives tests the one server of this run, or a client of it: {@link StartedServer}, {@link
 * S3Client}, {@link KmsClient}, {@link RawClient}, {@link Buckets}. It is stopped, and its folder
 * removed, when the last test has ended.
 */
final class SharedServer implements ParameterResolver {
  private static final Namespace ROOM = Namespace.create(SharedServer.class);
  private static final List<Class<?>> KNOWN =
      List.of(StartedServer.class, S3Client.class, KmsClient.class, RawClient.class, Buckets.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return KNOWN.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(ROOM)
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    Class<?> type = parameter.getParameter().getType();
    if (type == StartedServer.class) {
      return running.server;
    } else if (type == S3Client.class) {
      return running.s3;
    } else if (type == KmsClient.class) {
      return running.kms;
    } else if (type == RawClient.class) {
      return RawClient.of(running.server);
    }
    return new Buckets(running.s3);
  }

  /** The server and its folder, closed with the run. */
  private record Running(Path folder, StartedServer server, S3Client s3, KmsClient kms)
      implements AutoCloseable {
    static Running start() {
      try {
        Path folder = Files.createTempDirectory("coffer-conformance");
        StartedServer server =
            StartedServer.over(folder.resolve("data"), "--tls-listen", "127.0.0.1:0");
        return new Running(folder, server, server.s3(), server.kms());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      s3.close();
      kms.close();
      server.close();
      String defects =
          server.log().lines().filter(line -> line.contains(" ERROR ")).collect(joining("\n"));
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      if (!defects.isEmpty()) {
        throw new AssertionError("the server's log speaks of defects:\n" + defects);
      }
    }
  }
}
