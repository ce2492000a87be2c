/**
 * Users, groups, roles and managed policies as they are stored: rows of one account, and changes of
 * them that happen as a whole or not at all. Knows what may be stored, not who may ask for it.
 */
package dev.coffer.iam.entity;
