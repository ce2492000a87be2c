package dev.coffer.client;

/** {@code MalformedXML}: the document is not what the schema says, or holds an unknown value. */
public final class MalformedXmlException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  MalformedXmlException(Refusal refusal) {
    super(refusal);
  }
}
