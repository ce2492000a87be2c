package dev.coffer.kms.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where the files of logs lie; the place at which a test lets a disk fail. */
interface LogFolder {
  /** The numbers of a stream's files, ascending. */
  List<Long> numbers(String stream) throws IOException;

  /** Opens a file for writing; makes it, for its owner only and durably, when it is not there. */
  LogFile open(LogName name) throws IOException;

  /** The bytes of a file from a position on. */
  InputStream read(LogName name, long fromByte) throws IOException;

  /** The size of a file; -1 when there is none. */
  long sizeBytes(LogName name) throws IOException;

  /**
   * Copies what stands from a position on into a file of a new name, durably.
   *
   * @return that name
   */
  String setAside(LogName name, long fromByte) throws IOException;

  /**
   * Gives a whole file a new name, durably.
   *
   * @return that name
   */
  String putAway(LogName name) throws IOException;

  /** A file that is being written. */
  interface LogFile extends AutoCloseable {
    void write(byte[] bytes, long atByte) throws IOException;

    void truncate(long sizeBytes) throws IOException;

    /** Makes what was written durable. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }
}
