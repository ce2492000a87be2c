/** The typed Java client: bucket encryption over the JDK's HTTP client. */
@org.jspecify.annotations.NullMarked
module dev.coffer.client {
  requires static transitive org.jspecify;
  requires static com.google.errorprone.annotations;
  requires dev.coffer.wire;
  requires transitive java.net.http;

  exports dev.coffer.client;
}
