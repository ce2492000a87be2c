/**
 * How a record says where its members travel: in the path, the query, a header or a document.
 *
 * <p>Only words, no behaviour: the codec reads them. An operation is a record that implements
 * {@link dev.coffer.wire.binding.Operation} and carries {@link dev.coffer.wire.binding.Http}.
 */
package dev.coffer.wire.binding;
