package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All operation records, found in the folder of their classes. */
final class Operations {
  private Operations() {}

  /** All of S3. */
  static List<Class<? extends Operation<?>>> all() {
    return in("s3", "S3Error", Http.class);
  }

  /** All of a service that is called by name. */
  static List<Class<? extends Operation<?>>> of(Rpc.Service service) {
    return switch (service) {
      case IAM -> in("iam", "IamError", Rpc.class);
      case STS -> in("sts", "StsError", Rpc.class);
      case KMS -> in("kms", "KmsError", Rpc.class);
      case ADMIN -> in("admin", "AdminError", Rpc.class);
    };
  }

  /** The operations of a package; {@code anchor} is a class in it. */
  private static List<Class<? extends Operation<?>>> in(
      String room, String anchor, Class<? extends Annotation> mark) {
    String path = "/dev/coffer/wire/" + room + "/";
    String found = String.valueOf(Operations.class.getResource(path + anchor + ".class"));
    Path folder = Path.of(URI.create(found.replace(anchor + ".class", "")));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .sorted()
          .<Class<?>>map(
              name -> load("dev.coffer.wire." + room + "." + name.substring(0, name.length() - 6)))
          .filter(type -> type.isAnnotationPresent(mark))
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
