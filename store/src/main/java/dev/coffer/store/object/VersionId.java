package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.S3Error;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as clients name it: {@code null}, or its order as 32 lower-case hexadecimal digits.
 *
 * @param order absent for the null version
 */
public record VersionId(@Nullable Bytes order) {
  /** The version that was written while versioning was not enabled. */
  public static final VersionId NULL = new VersionId(null);

  private static final Pattern TEXT = Pattern.compile("[0-9a-f]{32}");

  /** Refuses with InvalidArgument what no version could be called; null when not asked for. */
  public static @Nullable VersionId parse(@Nullable String text) {
    return text == null ? null : require(text);
  }

  private static VersionId require(String text) {
    if (text.equals("null")) {
      return NULL;
    }
    return find(text)
        .orElseThrow(() ->
            S3Error.InvalidArgument.because(
                    text.isEmpty()
                        ? "Version id cannot be the empty string"
                        : "Invalid version id specified")
                .with("ArgumentName", "versionId")
                .with("ArgumentValue", text));
  }

  private static Optional<VersionId> find(String text) {
    return TEXT.matcher(text).matches()
        ? Optional.of(new VersionId(Bytes.fromHex(text)))
        : Optional.empty();
  }

  public String text() {
    return order == null ? "null" : order.toHex();
  }
}
