package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.Domains;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record goes over the wire and comes back as it was, with many seeded values. */
final class RoundTripTest {
  private static final int SEEDS = 40;
  private final Codec codec = Codec.s3();
  private final Router router = new Router(Model.s3());

  static Stream<Class<? extends Operation<?>>> operations() {
    return Operations.all().stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void requestsComeBackAsTheyWere(Class<? extends Operation<?>> type) throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      Object sent = new RandomRecords(new Random(seed)).record(type);
      Request request = withoutDigests(codec.encodeRequest(type.cast(sent)));
      Address address = Address.of(request, Domains.LOCALHOST);
      Operation<?> received = codec.decode(type, request, address);
      boolean directory = type.getAnnotation(Http.class).action()[0].startsWith("s3express:");
      Route route =
          directory ? router.routeDirectory(request, address) : router.route(request, address);
      assertThat(route.operation()).isEqualTo(type.getSimpleName());
      Refusals.check(Model.s3().of(type), type, request);
      assertThat(values(received)).as("seed " + seed).isEqualTo(values(sent));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void answersComeBackAsTheyWere(Class<? extends Operation<?>> type) throws IOException {
    Class<? extends Record> output = Operations.output(type);
    for (int seed = 0; seed < SEEDS; seed++) {
      Record sent = (Record) new RandomRecords(new Random(seed)).record(output);
      Response response = codec.encode(type, sent);
      assertThat(values(codec.decodeResponse(output, response)))
          .as("seed " + seed)
          .isEqualTo(values(sent));
    }
  }

  /** Random digests do not agree with random bodies; the checksum tests are elsewhere. */
  private static Request withoutDigests(Request request) {
    var kept = Headers.builder();
    for (Headers.Field field : request.headers().fields()) {
      if (!field.name().equals("Content-MD5")
          && !field.name().equals("x-amz-sdk-checksum-algorithm")
          && !field.name().equals("x-amz-trailer")
          && !field.name().startsWith("x-amz-checksum-")) {
        kept.add(field.name(), field.value());
      }
    }
    return request.withHeaders(kept.build());
  }

  /** The members in order, deeply; bodies as their bytes, digests left out. */
  private static List<@Nullable Object> values(Object record) throws IOException {
    var values = new ArrayList<@Nullable Object>();
    for (Shape.Member member : Shape.of(record.getClass()).flat()) {
      if (!digest(member)) {
        values.add(value(owner(record, member)));
      }
    }
    return values;
  }

  private static boolean digest(Shape.Member member) {
    return member.place() instanceof Shape.InHeader header
        && (header.key().equals("content-md5")
            || header.key().equals("x-amz-sdk-checksum-algorithm")
            || header.key().equals("x-amz-trailer")
            || header.key().startsWith("x-amz-checksum-"));
  }

  private static @Nullable Object owner(Object record, Shape.Member wanted) {
    for (Shape.Member member : Shape.of(record.getClass()).members()) {
      if (member.equals(wanted)) {
        return member.of(record);
      }
      if (member.place() instanceof Shape.InGroup(Shape group) && group.flat().contains(wanted)) {
        return owner(java.util.Objects.requireNonNull(member.of(record)), wanted);
      }
    }
    throw new IllegalStateException(wanted.toString());
  }

  private static @Nullable Object value(@Nullable Object value) throws IOException {
    if (value instanceof Body body) {
      body.stream().reset();
      return Base64.getEncoder().encodeToString(body.stream().readAllBytes());
    }
    return value instanceof Document<?> document ? document.read() : value;
  }
}
