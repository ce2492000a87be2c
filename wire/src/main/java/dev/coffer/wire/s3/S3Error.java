package dev.coffer.wire.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every error code that this server answers with, its status and Amazon's usual text. The constants
 * are spelt as on the wire, but for {@code KMS_}, which is {@code KMS.} there: refusals of the key
 * service, whose texts are its own. Source: Amazon S3 API Reference, "Error responses";
 * spec/encryption.md.
 */
public enum S3Error {
  AccessControlListNotSupported(400, "The bucket does not allow ACLs"),
  AccessDenied(403, "Access Denied"),
  AuthorizationHeaderMalformed(400, "The authorization header is malformed"),
  AuthorizationQueryParametersError(400, "Error parsing the X-Amz-Credential parameter"),
  AccessForbidden(403, "CORSResponse: CORS is not enabled for this bucket."),
  BadDigest(400, "The Content-MD5 you specified did not match what we received."),
  BadRequest(400, "An error occurred when parsing the HTTP request."),
  BucketAlreadyExists(
      409,
      "The requested bucket name is not available. The bucket namespace is shared by all users of"
          + " the system. Please select a different name and try again."),
  BucketAlreadyOwnedByYou(
      409, "Your previous request to create the named bucket succeeded and you already own it."),
  BucketNotEmpty(409, "The bucket you tried to delete is not empty"),
  ConditionalRequestConflict(
      409,
      "The conditional request cannot succeed due to a conflicting operation against this"
          + " resource."),
  EncryptionTypeMismatch(
      400,
      "The existing object was created with a different encryption type. Subsequent write requests"
          + " must include the appropriate encryption parameters in the request or while creating"
          + " the session."),
  EntityTooLarge(400, "Your proposed upload exceeds the maximum allowed size"),
  EntityTooSmall(400, "Your proposed upload is smaller than the minimum allowed size"),
  ExpiredToken(400, "The provided token has expired."),
  ExpectationFailed(417, "The expectation in the Expect header cannot be met."),
  HttpVersionNotSupported(505, "The HTTP version specified is not supported."),
  IdempotencyParameterMismatch(
      400,
      "Parameters on this idempotent request are inconsistent with parameters used in previous"
          + " request(s)."),
  IdMismatch(400, "Document ID does not match the specified configuration ID."),
  IllegalLocationConstraintException(
      400,
      "The location constraint is incompatible for the region specific endpoint this request was"
          + " sent to."),
  IllegalVersioningConfigurationException(400, "The Versioning element must be specified"),
  IncompleteBody(400, "The request body terminated unexpectedly"),
  InternalError(500, "We encountered an internal error. Please try again."),
  InvalidAccessKeyId(403, "The AWS Access Key Id you provided does not exist in our records."),
  InvalidArgument(400, "Invalid Argument"),
  InvalidBucketAclWithObjectOwnership(
      400, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"),
  InvalidTargetBucketForLogging(
      400,
      "The target bucket for logging does not exist, is not owned by you, or does not have the"
          + " appropriate grants for the log-delivery group."),
  InvalidBucketState(409, "The request is not valid with the current state of the bucket."),
  InvalidBucketName(400, "The specified bucket is not valid."),
  InvalidBucketOwnerAWSAccountID(
      400, "The value of the expected bucket owner parameter must be an AWS Account ID"),
  InvalidChunkSizeError(403, "Only the last chunk is allowed to have a size less than 8192 bytes"),
  InvalidDigest(400, "The Content-MD5 you specified was invalid."),
  InvalidEncryptionAlgorithmError(
      400, "The Encryption request you specified is not valid. Supported value: AES256."),
  InvalidLocationConstraint(400, "The specified location-constraint is not valid"),
  InvalidObjectState(403, "The operation is not valid for the object's storage class"),
  InvalidPart(
      400,
      "One or more of the specified parts could not be found.  The part may not have been uploaded,"
          + " or the specified entity tag may not match the part's entity tag."),
  InvalidPartNumber(416, "The requested partnumber is not satisfiable"),
  InvalidPartOrder(
      400, "The list of parts was not in ascending order. Parts must be ordered by part number."),
  InvalidPolicyDocument(
      400,
      "The content of the form does not meet the conditions specified in the policy document."),
  InvalidRange(416, "The requested range is not satisfiable"),
  InvalidRedirectLocation(
      400, "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."),
  InvalidRequest(400, "Invalid Request"),
  InvalidS3DestinationBucket(400, "Invalid bucket ARN."),
  InvalidSignature(
      403, "The request signature we calculated does not match the signature you provided."),
  InvalidStorageClass(400, "The storage class you specified is not valid"),
  InvalidTag(400, "The tag provided was not a valid tag."),
  InvalidToken(400, "The provided token is malformed or otherwise invalid."),
  InvalidTrailer(400, "The trailer is invalid"),
  InvalidURI(400, "Couldn't parse the specified URI."),
  InvalidWriteOffset(
      400, "The write offset value that you specified does not match the current object size."),
  KMS_DisabledException(400, ""),
  KMS_IncorrectKeyException(400, ""),
  KMS_InvalidArnException(400, ""),
  KMS_InvalidCiphertextException(400, ""),
  KMS_InvalidGrantTokenException(400, ""),
  KMS_InvalidKeyUsageException(400, ""),
  KMS_KMSInvalidStateException(400, ""),
  KMS_LimitExceededException(400, ""),
  KMS_NotFoundException(400, ""),
  KMS_UnsupportedOperationException(400, ""),
  KMS_ValidationException(400, ""),
  KeyTooLongError(400, "Your key is too long"),
  MalformedPOSTRequest(
      400, "The body of your POST request is not well-formed multipart/form-data."),
  MalformedPolicy(400, "Policies must be valid JSON and the first byte must be '{'"),
  MalformedTrailerError(
      400,
      "The request contained trailing data that was not well-formed or did not conform to our"
          + " published schema."),
  MalformedXML(
      400,
      "The XML you provided was not well-formed or did not validate against our published schema"),
  // Amazon's own spelling, as clients have recorded it
  MaxPostPreDataLengthExceeded(
      400, "Your POST request fields preceeding the upload file was too large."),
  MaxMessageLengthExceeded(400, "Your request was too big."),
  MetadataConfigurationNotFound(404, "The metadata configuration does not exist"),
  MetadataTooLarge(400, "Your metadata headers exceed the maximum allowed metadata size"),
  MethodNotAllowed(405, "The specified method is not allowed against this resource."),
  MissingContentLength(411, "You must provide the Content-Length HTTP header."),
  MissingRequestBodyError(400, "Request Body is empty"),
  MissingSecurityHeader(400, "Your request was missing a required header"),
  NoSuchBucket(404, "The specified bucket does not exist"),
  NoSuchBucketPolicy(404, "The bucket policy does not exist"),
  NoSuchCORSConfiguration(404, "The CORS configuration does not exist"),
  NoSuchConfiguration(404, "The specified configuration does not exist."),
  NoSuchKey(404, "The specified key does not exist."),
  NoSuchLifecycleConfiguration(404, "The lifecycle configuration does not exist"),
  NoSuchObjectLockConfiguration(
      404, "The specified object does not have a ObjectLock configuration"),
  NoSuchPublicAccessBlockConfiguration(404, "The public access block configuration was not found"),
  NoSuchTagSet(404, "The TagSet does not exist"),
  NoSuchUpload(
      404,
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
          + " been aborted or completed."),
  NoSuchVersion(404, "The specified version does not exist."),
  NoSuchWebsiteConfiguration(404, "The specified bucket does not have a website configuration"),
  NotImplemented(501, "A header you provided implies functionality that is not implemented"),
  NotModified(304, "Not Modified"),
  ObjectLockConfigurationNotFoundError(
      404, "Object Lock configuration does not exist for this bucket"),
  OwnershipControlsNotFoundError(404, "The bucket ownership controls were not found"),
  PolicyTooLarge(400, "Policy exceeds the maximum allowed document size."),
  PreconditionFailed(412, "At least one of the pre-conditions you specified did not hold"),
  ReplicationConfigurationNotFoundError(404, "The replication configuration was not found"),
  RequestHeaderSectionTooLarge(
      400, "Your request header section exceeds the maximum allowed size."),
  RequestTimeTooSkewed(
      403, "The difference between the request time and the current time is too large."),
  RequestTimeout(
      400,
      "Your socket connection to the server was not read from or written to within the timeout"
          + " period."),
  ServiceUnavailable(503, "Service is unable to handle request."),
  SignatureDoesNotMatch(
      403,
      "The request signature we calculated does not match the signature you provided. Check your"
          + " key and signing method."),
  SlowDown(503, "Please reduce your request rate."),
  TooManyBuckets(400, "You have attempted to create more buckets than allowed"),
  TooManyConfigurations(
      400,
      "You are attempting to create a new configuration but have already reached the"
          + " 1,000-configuration limit."),
  TooManyParts(
      400,
      "You have attempted to add more parts than the maximum of 10000 that are allowed for this"
          + " object. You can use the CopyObject operation to copy this object to another and then"
          + " add more data to the newly copied object."),
  URITooLong(414, "The request URI is too long."),
  UnexpectedContent(400, "This request does not support content"),
  XAmzContentChecksumMismatch(
      400, "The provided 'x-amz-checksum' header does not match what was computed."),
  XAmzContentSHA256Mismatch(
      400, "The provided 'x-amz-content-sha256' header does not match what was computed.");

  private final int status;
  private final String message;

  S3Error(int status, String message) {
    this.status = status;
    this.message = message;
  }

  /** As it is on the wire. */
  public String code() {
    return name().replace("KMS_", "KMS.");
  }

  public int status() {
    return status;
  }

  public String message() {
    return message;
  }

  /** A refusal with Amazon's usual text. */
  public S3Exception refusal() {
    return because(message);
  }

  /** A refusal with a text of its own. */
  public S3Exception because(String text) {
    return new S3Exception(this, text, new LinkedHashMap<>());
  }

  /** A refusal with the usual text and one more element. */
  public S3Exception with(String element, String value) {
    return new S3Exception(this, message, Map.of(element, value));
  }
}
