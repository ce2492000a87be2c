package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All operation records, found in the folder of their classes. */
final class Operations {
  private static final String PACKAGE = "dev.coffer.wire.s3.";

  private Operations() {}

  static List<Class<? extends Operation<?>>> all() {
    Path folder = Path.of(URI.create(location()));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .sorted()
          .<Class<?>>map(name -> load(PACKAGE + name.substring(0, name.length() - 6)))
          .filter(type -> type.isAnnotationPresent(Http.class))
          .<Class<? extends Operation<?>>>map(Operations::operation)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The record of the operation's answer. */
  static Class<? extends Record> output(Class<?> operation) {
    var generic = (java.lang.reflect.ParameterizedType) operation.getGenericInterfaces()[0];
    return ((Class<?>) generic.getActualTypeArguments()[0]).asSubclass(Record.class);
  }

  private static String location() {
    return String.valueOf(Operations.class.getResource("/dev/coffer/wire/s3/S3Error.class"))
        .replace("S3Error.class", "");
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Class<? extends Operation<?>> operation(Class<?> type) {
    return (Class<? extends Operation<?>>) type.asSubclass(Operation.class);
  }
}
