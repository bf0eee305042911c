package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WipingBufferPoolTest {
  private final WipingBufferPool pool = new WipingBufferPool();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void overwrites_a_buffer_on_release(boolean direct) {
    RetainableByteBuffer.Mutable buffer = pool.acquire(10_000, direct);
    ByteBuffer bytes = buffer.getByteBuffer().duplicate().clear();
    while (bytes.hasRemaining()) {
      bytes.put((byte) 7);
    }
    buffer.retain();
    assertThat(buffer.release()).isFalse();
    assertThat(bytes.get(0)).as("still in use").isEqualTo((byte) 7);
    assertThat(buffer.release()).isTrue();
    for (int i = 0; i < bytes.capacity(); i++) {
      assertThat(bytes.get(i)).isZero();
    }
  }
}
