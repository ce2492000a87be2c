package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Error;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The key service as S3 calls it, on behalf of the one whose request it serves: counted, and its
 * refusals translated.
 */
final class KmsCalls {
  private final KeyService service;
  private final String region;
  private final String viaService;
  private final LongAdder generated = new LongAdder();
  private final LongAdder opened = new LongAdder();

  /**
   * Calls for S3 in a region.
   *
   * @param region of the buckets
   */
  KmsCalls(KeyService service, String region) {
    this.service = service;
    this.region = region;
    this.viaService = "s3." + region + ".amazonaws.com";
  }

  /** A data key that was made: what to keep of it, and its plaintext, to be closed. */
  record Made(KmsCiphertext kms, Secret plaintext) implements AutoCloseable {
    @Override
    public void close() {
      plaintext.close();
    }
  }

  /** Makes a data key under the key of that name; the receiver closes it. */
  Made generate(Call call, String keyId, Map<String, String> context) {
    generated.increment();
    KeyService.DataKey made = generated(call, keyId, context);
    boolean kept = false;
    try {
      var kms =
          new KmsCiphertext(
              made.keyArn(),
              made.keyMaterialId(),
              context,
              dev.coffer.crypto.envelope.Bytes.of(made.ciphertext().toByteArray()));
      kept = true;
      return new Made(kms, made.plaintext());
    } finally {
      if (!kept) {
        made.close();
      }
    }
  }

  private KeyService.DataKey generated(Call call, String keyId, Map<String, String> context) {
    try {
      return service.generateDataKey(call, viaService, keyId, context);
    } catch (RpcException refusal) {
      throw KmsRefusals.ofGenerating(refusal);
    }
  }

  /** Opens a data key; the receiver closes it. */
  Secret open(Call call, KmsCiphertext kms) {
    opened.increment();
    try {
      return service.decrypt(
          call,
          viaService,
          kms.keyArn(),
          Bytes.copyOf(kms.ciphertext().toArray()),
          kms.encryptionContext());
    } catch (RpcException refusal) {
      throw KmsRefusals.ofOpening(refusal);
    }
  }

  /** Refuses unless a data key may be moved; the same key twice where it was not under any. */
  void requireMove(Call call, KmsCiphertext from, KmsCiphertext to) {
    try {
      service.requireMove(call, viaService, sealed(from), sealed(to));
    } catch (RpcException refusal) {
      throw KmsRefusals.ofGenerating(refusal);
    }
  }

  private static KeyService.SealedKey sealed(KmsCiphertext kms) {
    return new KeyService.SealedKey(
        Bytes.copyOf(kms.ciphertext().toArray()), kms.keyArn(), kms.encryptionContext());
  }

  /**
   * The ARN of a key of a customer's, when the caller may use it in a bucket, to seal and to open;
   * the answer of the key service otherwise. Calls it twice.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidArgument when S3 keeps the key itself
   */
  String requireUsable(Call call, Bucket bucket, String keyId) {
    Map<String, String> context = Map.of(KmsKeys.ARN, bucket.arn(region));
    try (Made made = generate(call, keyId, context);
        Secret opened = open(call, made.kms())) {
      if (!opened.sameAs(made.plaintext())) {
        throw new NotAuthentic();
      }
      return requireOfCustomer(made.kms().keyArn());
    }
  }

  private String requireOfCustomer(String keyArn) {
    if (service.awsManaged(keyArn)) {
      throw S3Error.InvalidArgument.because(
              "A directory bucket needs a customer managed key, which the AWS managed key is not")
          .with("ArgumentName", "KMSMasterKeyID");
    }
    return keyArn;
  }

  /** How often the key service was called so far. */
  KmsCallCount count() {
    return new KmsCallCount(generated.sum(), opened.sum());
  }
}
