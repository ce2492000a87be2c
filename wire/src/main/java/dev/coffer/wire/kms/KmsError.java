package dev.coffer.wire.kms;

import dev.coffer.wire.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * Every error code that the key service answers with; those without a usual text carry no message.
 * Source: AWS KMS API Reference; spec/kms.md §1, §4.
 */
public enum KmsError {
  AccessDeniedException(400),
  AlreadyExistsException(400),
  ConflictException(400),
  CustomKeyStoreNotFoundException(400),
  DependencyTimeoutException(500),
  DisabledException(400),
  DryRunOperationException(400, "The request would have succeeded, but the DryRun option is set."),
  ExpiredImportTokenException(400),
  IncorrectKeyException(
      400, "The key ID in the request does not identify a CMK that can perform this operation."),
  IncorrectKeyMaterialException(400),
  InvalidAliasNameException(400),
  InvalidArnException(400),
  InvalidCiphertextException(400),
  InvalidGrantIdException(400),
  InvalidGrantTokenException(400),
  InvalidImportTokenException(400),
  InvalidKeyUsageException(400),
  InvalidMarkerException(400),
  KMSInternalException(500),
  KMSInvalidMacException(400),
  KMSInvalidSignatureException(400),
  KMSInvalidStateException(400),
  KeyUnavailableException(500),
  LimitExceededException(400),
  MalformedPolicyDocumentException(400),
  NotAuthorizedException(400),
  NotFoundException(400),
  SerializationException(400),
  TagException(400),
  ThrottlingException(
      400,
      "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls."),
  UnknownOperationException(400),
  UnsupportedOperationException(400),
  ValidationException(400);

  private final int status;
  private final @Nullable String message;

  KmsError(int status) {
    this(status, null);
  }

  KmsError(int status, @Nullable String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
  }

  /** A refusal with the usual text, or without any. */
  public RpcException refusal() {
    return new RpcException(name(), status, message);
  }

  /** A refusal with a text of its own. */
  public RpcException because(String text) {
    return new RpcException(name(), status, text);
  }
}
