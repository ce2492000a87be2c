package dev.coffer.store.object;

import dev.coffer.storage.Bytes;

/** Where the parts of an object are that came in parts: an upload, and the group of its rows. */
record PartsAt(ObjectGroup group, Bytes uploadId) {}
