/** The administration: one record for each operation, JSON 1.1, target CofferAdmin. */
package dev.coffer.wire.admin;
