package dev.agentpay.connector;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/// A pool of Jetty's buffers that overwrites each buffer on release, so that the bytes of a request
/// do not stay in memory.
final class WipingBufferPool implements ByteBufferPool {
  private static final byte[] ZEROS = new byte[4096];

  private final ArrayByteBufferPool pool = new ArrayByteBufferPool();

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    RetainableByteBuffer.Mutable pooled = pool.acquire(size, direct);
    ByteBuffer buffer = pooled.getByteBuffer();
    return RetainableByteBuffer.wrap(
        buffer,
        () -> {
          wipe(buffer);
          pooled.release();
        });
  }

  @Override
  public void clear() {
    pool.clear();
  }

  private static void wipe(ByteBuffer used) {
    ByteBuffer all = used.duplicate().clear();
    while (all.hasRemaining()) {
      all.put(ZEROS, 0, Math.min(ZEROS.length, all.remaining()));
    }
  }
}
