/**
 * IAM's operations: each one looks its entity up, asks whether the caller may, and then does it as
 * one change of the account or answers from one moment of it. Texts and limits are Amazon's.
 */
package dev.coffer.iam.api;
