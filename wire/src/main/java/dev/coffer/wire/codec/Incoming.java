package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/** A request on its way into the members of an operation. */
final class Incoming {
  private final Facts facts;
  private final Shape shape;
  private final Request request;
  private final Address address;
  private final Arguments arguments;

  Incoming(Facts facts, Shape shape, Request request, Address address) {
    this.facts = facts;
    this.shape = shape;
    this.request = request;
    this.address = address;
    this.arguments = Arguments.of(request);
  }

  @Nullable Object value(Shape.Member member) {
    return switch (member.place()) {
      case Shape.InPath path -> Codec.present(member, path(path));
      case Shape.InHeader header ->
          Codec.present(member, scalar(member, header.name(), arguments.header(header.key())));
      case Shape.InHeaders headers -> arguments.withPrefix(headers.prefix());
      case Shape.InQuery query -> Codec.present(member, parameter(member, query.name()));
      case Shape.InStream s -> request.body();
      case Shape.InDocument(Shape document) ->
          new DocumentReader(facts, document).deferred(request.body(), integrity());
      case Shape.InGroup g -> throw unbound(member);
      case Shape.InStatus s -> throw unbound(member);
      case Shape.InText t -> throw unbound(member);
      case Shape.InAttribute a -> throw unbound(member);
      case Shape.InElement e -> throw unbound(member);
    };
  }

  private static IllegalStateException unbound(Shape.Member member) {
    return new IllegalStateException("not bound in a request: " + member.name());
  }

  private @Nullable Object path(Shape.InPath path) {
    return path.name().equals("Bucket") ? address.bucket() : address.key();
  }

  private @Nullable Object parameter(Shape.Member member, String name) {
    String value = arguments.parameter(name);
    if (value != null && name.startsWith("response-")) {
      requireHeaderText(name, value);
    }
    boolean nothing = value != null && value.isEmpty() && member.scalar() != Scalar.TEXT;
    return scalar(member, name, nothing && member.nullable() ? null : value);
  }

  /** Such a parameter becomes a header of the answer, which must not be able to end its line. */
  private static void requireHeaderText(String name, String value) {
    if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c <= 0xFF && c != 0x7F))) {
      throw S3Error.InvalidArgument.because("Header value cannot be represented using ISO-8859-1.")
          .with("ArgumentName", name)
          .with("ArgumentValue", value);
    }
  }

  private static @Nullable Object scalar(Shape.Member member, String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return member.scalar().parse(value);
    } catch (MalformedMessage e) {
      throw refusal(member.scalar(), name).with("ArgumentName", name).with("ArgumentValue", value);
    }
  }

  private static S3Exception refusal(Scalar scalar, String name) {
    boolean integer = scalar == Scalar.INTEGER || scalar == Scalar.LONG;
    if (name.equals("partNumber")) {
      return S3Error.InvalidArgument.because(
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    return S3Error.InvalidArgument.because(
        integer
            ? "Provided " + name + " not an integer or within integer range"
            : "Provided " + name + " is not valid");
  }

  private Integrity integrity() {
    for (Shape.Member member : shape.members()) {
      if (member.place() instanceof Shape.InGroup(Shape group) && group.type() == Integrity.class) {
        return (Integrity) group.make(this::value);
      }
    }
    return new Integrity(arguments.header("content-md5"), null, null, ChecksumHeaders.NONE);
  }
}
