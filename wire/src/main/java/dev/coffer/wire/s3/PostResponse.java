package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.XmlRoot;

/**
 * What a form that asks for status 201 is told; without a namespace. Source: Amazon S3, "POST
 * Object".
 *
 * @param location the object's URL, the slashes of its key coded
 */
@XmlRoot(value = "PostResponse", namespace = "")
public record PostResponse(
    String location, String bucket, String key, @Element("ETag") String eTag) {}
