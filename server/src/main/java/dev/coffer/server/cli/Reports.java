package dev.coffer.server.cli;

import dev.coffer.wire.admin.BucketEncryption;
import dev.coffer.wire.admin.ReportEncryption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reports of a bucket or of all, which the server tells a page at a time. */
final class Reports {
  private Reports() {}

  static List<BucketEncryption> of(AdminClient client, @Nullable String bucket) {
    List<BucketEncryption> all = new ArrayList<>();
    String next = null;
    do {
      var page =
          client.call(
              ReportEncryption.class,
              new ReportEncryption(bucket, next, null),
              ReportEncryption.Output.class);
      all.addAll(page.buckets());
      next = page.nextToken();
    } while (next != null);
    return all;
  }
}
