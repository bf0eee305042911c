package dev.agentpay.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A real file that records whether all changes were synced, and that can simulate a full disk.
final class TrackedChannel extends FileChannel {
  private final FileChannel file;
  private boolean unsynced;
  private long space = Long.MAX_VALUE;

  private TrackedChannel(FileChannel file) {
    this.file = file;
  }

  static TrackedChannel open(Path path) throws IOException {
    return new TrackedChannel(
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  boolean unsynced() {
    return unsynced;
  }

  /// Accepts this number of further bytes, then fails.
  void failAfter(long bytes) {
    space = bytes;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    if (space == 0) {
      throw new IOException("no space left on device");
    }
    final int count = (int) Math.min(from.remaining(), space);
    final ByteBuffer part = from.slice().limit(count);
    final int written = file.write(part, position);
    from.position(from.position() + written);
    space -= written;
    unsynced = true;
    return written;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.force(metaData);
    unsynced = false;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    unsynced = true;
    file.truncate(size);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return file.read(to);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return file.read(to, position);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel position(long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
