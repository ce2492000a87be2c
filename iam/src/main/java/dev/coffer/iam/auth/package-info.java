/**
 * From a request to its caller: signatures, clock, scope. Decides who it is, not what is allowed.
 */
package dev.coffer.iam.auth;
