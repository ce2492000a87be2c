package dev.coffer.store.simulation;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.ListObjectVersions;
import org.jspecify.annotations.Nullable;

/** Removes all that is in the bucket of a run. */
record Emptying(Plan plan) {
  void removeAll() {
    if (plan.kind() == Kind.DIRECTORY) {
      for (int key = 0; key < plan.keys(); key++) {
        remove(Requests.key(key), null);
      }
    } else {
      removeVersions();
    }
    plan.listedUploads().forEach(upload -> abort(upload.key(), upload.uploadId()));
  }

  private void removeVersions() {
    var list =
        new ListObjectVersions(
            plan.requests().bucket(), null, null, null, null, null, null, null, null, null);
    var listed = plan.store().versionListings().list(TestStore.CALLER, list);
    if (plan.kind() == Kind.LOCKED) {
      listed.versions().forEach(version -> letGo(version.key(), version.versionId()));
    }
    listed.versions().forEach(version -> remove(version.key(), version.versionId()));
    listed.deleteMarkers().forEach(marker -> remove(marker.key(), marker.versionId()));
  }

  private void abort(String key, String uploadId) {
    plan.store().uploads().abort(TestStore.CALLER, plan.requests().uploads().abort(key, uploadId));
  }

  private void remove(String key, @Nullable String versionId) {
    plan.store()
        .deletes()
        .deleteObject(TestStore.CALLER, plan.requests().delete(Requests.number(key), versionId));
  }

  private void letGo(String key, String versionId) {
    var put = plan.requests().hold(Requests.number(key), versionId, false);
    plan.store().objectLocks().putHold(TestStore.CALLER, put);
  }
}
