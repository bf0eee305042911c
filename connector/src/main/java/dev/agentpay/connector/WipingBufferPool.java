package dev.agentpay.connector;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/// Jetty's buffers, overwritten before they go back to the pool: a request's bytes do not lie in
/// the memory of the next.
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
