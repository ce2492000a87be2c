/** STS: one record for each operation of the query protocol, 2011-06-15. */
package dev.coffer.wire.sts;
