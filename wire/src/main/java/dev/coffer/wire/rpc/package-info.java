/** What the services that are called by operation name have in common. */
package dev.coffer.wire.rpc;
