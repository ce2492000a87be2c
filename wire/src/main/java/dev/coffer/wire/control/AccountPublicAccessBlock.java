package dev.coffer.wire.control;

import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** The four switches against public access of an account; what is absent is off. */
@XmlRoot(
    value = "PublicAccessBlockConfiguration",
    namespace = "http://awss3control.amazonaws.com/doc/2018-08-20/")
public record AccountPublicAccessBlock(
    @Nullable Boolean blockPublicAcls,
    @Nullable Boolean ignorePublicAcls,
    @Nullable Boolean blockPublicPolicy,
    @Nullable Boolean restrictPublicBuckets) {}
