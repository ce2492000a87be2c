package dev.coffer.store.object;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.s3.ObjectHeaders;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client says about an object: content headers and user metadata. Stored sealed only. */
public record Description(
    @Nullable String cacheControl,
    @Nullable String contentDisposition,
    @Nullable String contentEncoding,
    @Nullable String contentLanguage,
    @Nullable String contentType,
    @Nullable String expires,
    Map<String, String> metadata) {
  public Description {
    metadata = Map.copyOf(metadata);
  }

  public static Description of(ObjectHeaders headers) {
    return new Description(
        headers.cacheControl(),
        headers.contentDisposition(),
        ofObject(headers.contentEncoding()),
        headers.contentLanguage(),
        headers.contentType(),
        headers.expires(),
        headers.metadata());
  }

  /** {@code aws-chunked} describes the message, not the object. */
  private static @Nullable String ofObject(@Nullable String contentEncoding) {
    if (contentEncoding == null || !contentEncoding.contains("aws-chunked")) {
      return contentEncoding;
    }
    String rest =
        Arrays.stream(contentEncoding.split(",", -1))
            .map(String::strip)
            .filter(coding -> !coding.equals("aws-chunked"))
            .collect(Collectors.joining(","));
    return rest.isEmpty() ? null : rest;
  }

  public ObjectHeaders headers() {
    return new ObjectHeaders(
        cacheControl,
        contentDisposition,
        contentEncoding,
        contentLanguage,
        contentType,
        expires,
        metadata);
  }

  void write(FieldWriter out) {
    out.nullableString(cacheControl)
        .nullableString(contentDisposition)
        .nullableString(contentEncoding)
        .nullableString(contentLanguage)
        .nullableString(contentType)
        .nullableString(expires)
        .varint(metadata.size());
    new TreeMap<>(metadata).forEach((name, value) -> out.string(name).string(value));
  }

  static Description read(FieldReader in) {
    return new Description(
        in.nullableString(),
        in.nullableString(),
        in.nullableString(),
        in.nullableString(),
        in.nullableString(),
        in.nullableString(),
        metadata(in));
  }

  private static Map<String, String> metadata(FieldReader in) {
    long count = in.varint();
    var metadata = new TreeMap<String, String>();
    String before = null;
    for (long i = 0; i < count; i++) {
      String name = in.string();
      Stored.require(
          before == null || before.compareTo(name) < 0,
          "metadata names are not in ascending order");
      metadata.put(name, in.string());
      before = name;
    }
    return metadata;
  }
}
