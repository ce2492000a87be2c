package dev.coffer.wire.s3;

import dev.coffer.wire.binding.XmlRoot;

/** {@code BucketOwner} or {@code Requester}. */
@XmlRoot("RequestPaymentConfiguration")
public record RequestPaymentConfiguration(String payer) {}
