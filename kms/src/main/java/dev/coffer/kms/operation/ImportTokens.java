package dev.coffer.kms.operation;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.ImportKey;
import dev.coffer.crypto.material.ImportWrapping;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.key.KeyId;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.kms.KmsError;
import java.time.Instant;
import java.util.Optional;

/**
 * Import tokens: the private key that opens what will come, wrapped, bound to the key that it is
 * for, to how it is wrapped and to its end. Nothing is kept here, so a token outlives a restart.
 *
 * <p>Shape: u8 version = 1, key id, u8 wrapping, u64 end in milliseconds, wrapped private key.
 * Source: docs/formats/kms-key-v1.md §7.
 */
final class ImportTokens {
  private static final int VERSION = 1;

  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;

  ImportTokens(WrappingKey key, Bytes installationId, Entropy entropy) {
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  byte[] issue(KeyId keyId, ImportWrapping wrapping, Instant end, Secret privateKey) {
    byte[] context = context(keyId, wrapping.code(), end.toEpochMilli());
    byte[] wrapped = key.wrap(privateKey, context, entropy);
    return new FieldWriter()
        .u8(VERSION)
        .string(keyId.text())
        .u8(wrapping.code())
        .u64(end.toEpochMilli())
        .bytes(dev.coffer.storage.Bytes.copyOf(wrapped))
        .toBytes()
        .toByteArray();
  }

  /**
   * What was wrapped for a key; the caller closes it.
   *
   * @param keyId that the token must be for
   */
  Secret open(byte[] token, KeyId keyId, Instant now, byte[] wrappedMaterial) {
    try (var opened = read(token, keyId, now)) {
      return ImportKey.unwrap(opened.privateKey(), opened.wrapping(), wrappedMaterial);
    } catch (NotAuthentic wronglyWrapped) {
      throw KmsError.InvalidCiphertextException.refusal();
    }
  }

  record Opened(ImportWrapping wrapping, Secret privateKey) implements AutoCloseable {
    @Override
    public void close() {
      privateKey.close();
    }
  }

  Opened read(byte[] token, KeyId keyId, Instant now) {
    try {
      var reader = new FieldReader(dev.coffer.storage.Bytes.copyOf(token));
      int version = reader.u8();
      String named = reader.string();
      int wrapping = reader.u8();
      long end = reader.u64();
      byte[] wrapped = reader.bytes().toByteArray();
      reader.requireEnd();
      Optional<ImportWrapping> known = ImportWrapping.find(wrapping);
      if (version != VERSION || !named.equals(keyId.text()) || known.isEmpty()) {
        throw KmsError.InvalidImportTokenException.refusal();
      }
      Secret privateKey = key.unwrap(wrapped, context(keyId, wrapping, end));
      if (!Instant.ofEpochMilli(end).isAfter(now)) {
        privateKey.close();
        throw KmsError.ExpiredImportTokenException.refusal();
      }
      return new Opened(known.get(), privateKey);
    } catch (Corrupt | NotAuthentic changed) {
      throw KmsError.InvalidImportTokenException.refusal();
    }
  }

  private byte[] context(KeyId keyId, int wrapping, long end) {
    return Aad.of("coffer/kms/import-token")
        .addLong(VERSION)
        .add(installationId)
        .add(keyId.text())
        .addLong(wrapping)
        .addLong(end)
        .sha256();
  }
}
