package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses what Amazon knows for an operation and our record does not bind, so that nothing a client
 * asks for is dropped silently. What Amazon does not know either is ignored, as Amazon does, unless
 * a write would become another one by it: conditions, sources of copies.
 *
 * <p>A boolean header that says {@code false} asks for nothing. Elements of the body are refused
 * when the {@link Document} is read.
 */
public final class Refusals {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String COPY_SOURCE = "x-amz-copy-source-";

  /** Only where the encryption is chosen may these be sent; elsewhere Amazon refuses them. */
  private static final Set<String> SSE_HEADERS =
      Set.of(SSE, SSE + "-aws-kms-key-id", SSE + "-context", SSE + "-bucket-key-enabled");

  private static final String CUSTOMER = "server-side-encryption-customer-";

  /** A customer's key, of what is written or read and of what is copied. */
  private static final List<String> CUSTOMER_HEADERS =
      Stream.of("x-amz-", COPY_SOURCE)
          .flatMap(of -> Stream.of("algorithm", "key", "key-md5").map(what -> of + CUSTOMER + what))
          .toList();

  private static final Set<String> WITHOUT_SSE =
      Set.of("GetObject", "HeadObject", "GetObjectAttributes", "UploadPart", "UploadPartCopy");

  /**
   * What makes a write another one. Amazon's model has these for some operations; of the others
   * none would do what it was asked for.
   */
  private static final List<String> CHANGING =
      List.of(
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "x-amz-copy-source",
          "x-amz-copy-source-range",
          "x-amz-rename-source",
          "x-amz-write-offset-bytes");

  /**
   * They make no object yet. The AWS Common Runtime's client gives to each of them what it will
   * complete the upload with, conditions too.
   */
  private static final Set<String> OF_UPLOADS =
      Set.of("CreateMultipartUpload", "UploadPart", "UploadPartCopy", "AbortMultipartUpload");

  /** Whose document says how the object is encrypted, so that no header does. */
  private static final String UPDATE = "UpdateObjectEncryption";

  private static final String CHECKSUM = "x-amz-checksum-";

  /** What is named like a checksum and says something about one. */
  private static final Set<String> NO_CHECKSUMS = Set.of("algorithm", "type", "mode");

  /** Members that the transport honours and no record needs. */
  private static final Set<String> TRANSPORT = Set.of("content-length");

  private Refusals() {}

  /**
   * Checks headers and query.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument for encryption headers in the wrong
   *     place, NotImplemented for a member that we do not honour, InvalidRequest for a checksum
   *     that nobody knows
   */
  public static void check(Facts facts, Class<? extends Operation<?>> operation, Request request) {
    Arguments arguments = Arguments.of(request);
    if (WITHOUT_SSE.contains(facts.operation())) {
      requireNoSse(arguments);
    }
    requireUnchanged(facts, arguments);
    requireKnownChecksums(facts, arguments);
    Shape shape = Shape.of(operation);
    Set<String> bound = shape.bound();
    for (Facts.Member member : facts.input()) {
      switch (member.kind()) {
        case HEADER -> requireBound(member, bound, arguments);
        case QUERY -> requireParameter(member, facts, bound, arguments);
        case PREFIX -> requirePrefix(member, shape, arguments);
        case STREAM, ROOT, ELEMENT, ATTRIBUTE -> {}
      }
    }
  }

  /**
   * Checks what a request about a directory bucket says of encryption: only what chooses it may say
   * how, and customers' keys there are none, but that of a copy's source in another bucket. Source:
   * spec/encryption.md R168, R177; docs/decisions/0042.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument
   */
  public static void checkDirectory(Class<? extends Operation<?>> operation, Request request) {
    Arguments arguments = Arguments.of(request);
    Set<String> bound = Shape.of(operation).bound();
    for (String header : CUSTOMER_HEADERS) {
      boolean ofSource = header.startsWith(COPY_SOURCE) && bound.contains(header);
      if (arguments.hasHeader(header) && !ofSource) {
        throw S3Error.InvalidArgument.because(
                "Directory buckets do not support customer-provided keys (SSE-C)")
            .with("ArgumentName", header);
      }
    }
    if (!bound.contains(SSE)) {
      requireNoSse(arguments);
    }
  }

  private static void requireNoSse(Arguments arguments) {
    for (String header : SSE_HEADERS) {
      if (arguments.hasHeader(header)) {
        throw S3Error.InvalidArgument.because(SSE + " header is not supported for this operation.")
            .with("ArgumentName", SSE);
      }
    }
  }

  private static void requireUnchanged(Facts facts, Arguments arguments) {
    boolean writes = !facts.method().equals("GET") && !facts.method().equals("HEAD");
    for (String header : CHANGING) {
      boolean given = arguments.hasHeader(header.toLowerCase(Locale.ROOT));
      if (given
          && writes
          && !OF_UPLOADS.contains(facts.operation())
          && facts.input(Facts.Kind.HEADER, header).isEmpty()) {
        throw S3Error.NotImplemented.with("Header", header);
      }
    }
    if (facts.operation().equals(UPDATE)) {
      arguments.withPrefix(SSE).keySet().stream()
          .findFirst()
          .ifPresent(rest -> {
            throw S3Error.NotImplemented.with("Header", SSE + rest);
          });
    }
  }

  /** Amazon knows the model's checksums and nothing else that is named like one. */
  private static void requireKnownChecksums(Facts facts, Arguments arguments) {
    if (facts.input(Facts.Kind.HEADER, CHECKSUM + "crc32").isEmpty()) {
      return;
    }
    for (String name : arguments.withPrefix(CHECKSUM).keySet()) {
      if (!NO_CHECKSUMS.contains(name)
          && facts.input(Facts.Kind.HEADER, CHECKSUM + name).isEmpty()) {
        throw S3Error.InvalidRequest.because(
            "The algorithm type you specified in x-amz-checksum- header is invalid.");
      }
    }
  }

  private static void requireBound(Facts.Member member, Set<String> bound, Arguments arguments) {
    String name = member.lowerCaseName();
    if (arguments.hasHeader(name)
        && !bound.contains(name)
        && !TRANSPORT.contains(name)
        && !(member.type().equals("boolean") && "false".equals(arguments.header(name)))) {
      throw S3Error.NotImplemented.with("Header", member.name());
    }
  }

  private static void requireParameter(
      Facts.Member member, Facts facts, Set<String> bound, Arguments arguments) {
    if (arguments.hasParameter(member.name())
        && !bound.contains("?" + member.name())
        && !facts.requiredQueries().contains(member.name())) {
      throw S3Error.NotImplemented.because(
              "A parameter you provided implies functionality that is not implemented")
          .with("Parameter", member.name());
    }
  }

  private static void requirePrefix(Facts.Member member, Shape shape, Arguments arguments) {
    boolean known = shape.flat().stream().anyMatch(m -> m.place() instanceof Shape.InHeaders);
    if (!known && !arguments.withPrefix(member.name()).isEmpty()) {
      throw S3Error.NotImplemented.with("Header", member.name());
    }
  }
}
