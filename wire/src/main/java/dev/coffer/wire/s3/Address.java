package dev.coffer.wire.s3;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.http.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a request is addressed to, decoded once: the service, a bucket, or an object of a bucket.
 *
 * <p>The key is taken from the raw path as it stands: {@code //}, {@code ..}, a trailing slash and
 * {@code +} are part of it, and a coded slash is a slash of the key. Names are not checked here
 * beyond the key's length; see {@link BucketName}.
 *
 * @param bucket null for the service
 * @param key null for the service and for a bucket
 */
public record Address(@Nullable String bucket, @Nullable String key) {
  /** The longest key, in bytes of UTF-8. */
  public static final int MAX_KEY_BYTES = 1024;

  public static final Address SERVICE = new Address(null, null);

  public static Address of(String bucket) {
    return new Address(bucket, null);
  }

  public static Address of(String bucket, String key) {
    return new Address(bucket, key);
  }

  /**
   * An object whose key came in another way than in a path.
   *
   * @throws S3Exception KeyTooLongError
   */
  public static Address ofKey(String bucket, String key) {
    return new Address(bucket, checked(key));
  }

  /**
   * Reads the address of a request, path style or virtual-hosted.
   *
   * @throws S3Exception InvalidURI when the coding is broken, KeyTooLongError
   */
  public static Address of(Request request, Domains domains) {
    String path = request.rawPath();
    if (!path.startsWith("/")) {
      throw S3Error.InvalidURI.refusal();
    }
    String rest = path.substring(1);
    return request
        .headers()
        .first("Host")
        .flatMap(domains::bucket)
        .map(bucket -> new Address(bucket, key(rest)))
        .orElseGet(() -> pathStyle(rest));
  }

  private static Address pathStyle(String rest) {
    if (rest.isEmpty()) {
      return SERVICE;
    }
    int slash = rest.indexOf('/');
    return slash < 0
        ? new Address(decode(rest), null)
        : new Address(decode(rest.substring(0, slash)), key(rest.substring(slash + 1)));
  }

  private static @Nullable String key(String coded) {
    if (coded.isEmpty()) {
      return null;
    }
    return checked(decode(coded));
  }

  private static String checked(String key) {
    int size = key.getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_KEY_BYTES) {
      throw S3Error.KeyTooLongError.with("Size", String.valueOf(size))
          .with("MaxSizeAllowed", String.valueOf(MAX_KEY_BYTES));
    }
    return key;
  }

  private static String decode(String coded) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(coded)) {
      throw S3Error.InvalidURI.refusal();
    }
    try {
      return Percent.decode(coded);
    } catch (MalformedMessage e) {
      throw S3Error.InvalidURI.refusal();
    }
  }
}
