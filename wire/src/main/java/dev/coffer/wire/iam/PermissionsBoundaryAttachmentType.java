package dev.coffer.wire.iam;

/** Spelt as on the wire. */
public enum PermissionsBoundaryAttachmentType {
  PermissionsBoundaryPolicy
}
