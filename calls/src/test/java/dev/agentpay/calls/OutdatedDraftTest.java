package dev.agentpay.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.Decisions;
import dev.agentpay.events.Kernel;
import dev.agentpay.events.Projection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A decision must not combine two states of one stream.
class OutdatedDraftTest extends CallCentre {
  @Test
  void decides_again_if_a_stream_began_meanwhile() {
    final Kernel kernel = Kernel.of(store, store, store, time.new Node(), "other");
    final AtomicInteger attempts = new AtomicInteger();

    final boolean wasUnknown =
        new Decisions(kernel, Projection.NONE)
            .make(
                "test",
                ORIGIN,
                draft -> {
                  final boolean isUnknown = draft.find(CallSchema.AGENT, ALICE.value()).isEmpty();
                  if (attempts.incrementAndGet() == 1) {
                    ready(ALICE); // another writer
                  }
                  draft.track(
                      CallSchema.AGENT,
                      store
                          .load(CallSchema.AGENT.stream(ALICE.value()))
                          .map(CallSchema.AGENT::cast)
                          .orElseThrow());
                  return isUnknown;
                });

    assertThat(wasUnknown).isFalse();
    assertThat(attempts).hasValue(2);
  }
}
