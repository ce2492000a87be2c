package dev.coffer.storage.kv;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's settings, modest in memory: 32 MiB of cache, which also holds indexes and filters, and
 * two write buffers of 16 MiB. Closed after the database.
 */
final class RocksSettings implements AutoCloseable {
  private static final long MIB = 1024 * 1024;
  private static final double BLOOM_BITS_PER_KEY = 10;

  /** Not the newest: other programs, which an owner may need one day, must read the files too. */
  private static final int TABLE_FORMAT = 6;

  private final LRUCache cache = new LRUCache(32 * MIB);
  private final BloomFilter filter = new BloomFilter(BLOOM_BITS_PER_KEY);
  private final Options options = new Options();
  private final WriteOptions synced = new WriteOptions().setSync(true);

  RocksSettings() {
    options
        .setCreateIfMissing(true)
        .setParanoidChecks(true)
        // A record that was cut off is no loss; LogCheck sees to the others.
        .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
        .setTableFormatConfig(tables())
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(16 * MIB)
        .setMaxWriteBufferNumber(2)
        .setMaxTotalWalSize(64 * MIB)
        .setMaxOpenFiles(256)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(MIB)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(4 * MIB)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0);
  }

  private BlockBasedTableConfig tables() {
    return new BlockBasedTableConfig()
        .setFormatVersion(TABLE_FORMAT)
        .setBlockCache(cache)
        .setBlockSize(16 * 1024)
        .setFilterPolicy(filter)
        .setCacheIndexAndFilterBlocks(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }

  Options options() {
    return options;
  }

  /**
   * The same for a look at the tables alone; the receiver closes it.
   *
   * @param other a folder without logs
   */
  Options withoutLogs(Path other) {
    return new Options(options).setWalDir(other.toString());
  }

  /** Every write is on the disk when it returns. */
  WriteOptions synced() {
    return synced;
  }

  @Override
  public void close() {
    synced.close();
    options.close();
    filter.close();
    cache.close();
  }
}
