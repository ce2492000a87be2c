package dev.coffer.kms.access;

import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.KeyId;
import dev.coffer.wire.kms.KmsError;
import java.util.regex.Pattern;

/** How a request names a key. Source: spec/kms.md §3. */
sealed interface KeyReference {
  /** Of twelve digits. */
  Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  String account();

  /** By its id or ARN. */
  record ById(String account, KeyId id) implements KeyReference {}

  /**
   * By an alias or its ARN.
   *
   * @param name with {@code alias/} in front
   */
  record ByAlias(String account, String name) implements KeyReference {}

  /**
   * Reads one of the four forms.
   *
   * @param ownAccount of the caller, for the forms that name none
   */
  static KeyReference parse(String text, String region, String ownAccount) {
    return text.startsWith("arn:") ? parseArn(text, region) : parseName(text, text, ownAccount);
  }

  private static KeyReference parseArn(String text, String region) {
    String[] fields = text.split(":", 6);
    if (fields.length < 6
        || !fields[1].equals("aws")
        || !fields[2].equals("kms")
        || !ACCOUNT.matcher(fields[4]).matches()) {
      throw KmsError.InvalidArnException.because("Invalid arn " + text);
    }
    if (!fields[3].equals(region)) {
      throw KmsError.NotFoundException.because("Invalid arn " + fields[3]);
    }
    String resource = fields[5];
    if (resource.startsWith("key/")) {
      return parseName(resource.substring("key/".length()), text, fields[4]);
    }
    if (resource.startsWith(Alias.PREFIX)) {
      return new ByAlias(fields[4], resource);
    }
    throw KmsError.InvalidArnException.because("Invalid arn " + text);
  }

  private static KeyReference parseName(String name, String text, String account) {
    if (name.startsWith(Alias.PREFIX) && name.equals(text)) {
      return new ByAlias(account, name);
    }
    return KeyId.find(name)
        .<KeyReference>map(id -> new ById(account, id))
        .orElseThrow(() -> invalid(name));
  }

  /** What is no name of a key at all. */
  static RuntimeException invalid(String text) {
    return KmsError.NotFoundException.because("Invalid keyId '" + text + "'");
  }
}
