/** The decision whether a caller may do something: pure, without I/O, clock or randomness. */
package dev.coffer.iam.policy;
