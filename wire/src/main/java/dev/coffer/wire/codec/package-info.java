/**
 * Annotated records to messages and back: where each member of an operation travels, XML documents,
 * routing, and the refusal of members that Amazon knows and we do not honour.
 *
 * <p>The only room that reflects. An operation is a record that implements {@link
 * dev.coffer.wire.binding.Operation} and carries {@link dev.coffer.wire.binding.Http}; its
 * components say where they travel. In the same record, components without a binding are elements
 * of the XML document whose root {@link dev.coffer.wire.binding.XmlRoot} names.
 */
package dev.coffer.wire.codec;
