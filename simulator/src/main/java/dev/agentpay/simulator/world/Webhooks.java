package dev.agentpay.simulator.world;

import dev.agentpay.simulator.options.Choices.WebhookOrder;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.OrderedMap;
import dev.agentpay.simulator.wire.Signature;
import dev.agentpay.simulator.wire.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Sends webhooks in the order of their queues, unless a fault or the switch `webhookOrder` changes
/// the order.
public final class Webhooks {
  /// A webhook that is held back for reordering is sent after this time if no other one follows.
  private static final Duration LONGEST_HELD_BACK = Duration.ofSeconds(1);

  private static final Transport.Outcome DROPPED =
      new Transport.Outcome.NotConnected("dropped by a fault");

  private final WorldContext context;
  private final Delivery delivery;
  private final Map<String, Queue> queues = new HashMap<>();

  public Webhooks(WorldContext context, Signature signature) {
    this.context = context;
    delivery = new Delivery(context, signature);
  }

  /// Sends `webhook` after those before it in its queue, and reports the outcome of the last
  /// attempt.
  public void post(Webhook webhook, Consumer<Transport.Outcome> done) {
    final PendingWebhook pending = new PendingWebhook(webhook, context.uuid().toString(), done);
    if (webhook.kind() == Webhook.Kind.TWIML) {
      delivery.deliver(webhook, pending.token, done);
    } else if (context.faults().dropsWebhook(webhook.isFinal())) {
      delivery.journal(webhook, OrderedMap.of("fault", "dropped"));
      context.after(Duration.ZERO, () -> done.accept(DROPPED));
    } else if (context.faults().delaysWebhook()) {
      final Duration late =
          Duration.ofMillis(context.faults().remaining().webhooks().delayMillis());
      delivery.journal(webhook, OrderedMap.of("fault", "delayed"));
      context.after(late, () -> delivery.deliver(webhook, pending.token, done));
    } else {
      queues.computeIfAbsent(webhook.queue(), Queue::new).add(pending);
    }
  }

  /// Sends `webhook` and ignores the outcome.
  public void post(Webhook webhook) {
    post(webhook, _ -> {});
  }

  private record PendingWebhook(Webhook webhook, String token, Consumer<Transport.Outcome> done) {}

  /// The webhooks of one payment or one leg.
  private final class Queue {
    private final String name;
    private final Deque<PendingWebhook> waiting = new ArrayDeque<>();
    private final Deque<PendingWebhook> heldBack = new ArrayDeque<>();
    private int inFlight;

    Queue(String name) {
      this.name = name;
    }

    void add(PendingWebhook pending) {
      final FaultDice faults = context.faults();
      if (heldBack.isEmpty() && faults.reordersWebhook()) {
        delivery.journal(pending.webhook, OrderedMap.of("fault", "held back"));
        heldBack.add(pending);
        context.after(LONGEST_HELD_BACK, this::releaseHeldBack);
        return;
      }
      waiting.add(pending);
      if (faults.duplicatesWebhook()) {
        delivery.journal(pending.webhook, OrderedMap.of("fault", "duplicated"));
        waiting.add(new PendingWebhook(pending.webhook, pending.token, _ -> {}));
      }
      releaseHeldBack();
    }

    private void releaseHeldBack() {
      waiting.addAll(heldBack);
      heldBack.clear();
      sendNext();
    }

    private void sendNext() {
      boolean inOrder = context.switches().is(Switch.WEBHOOK_ORDER, WebhookOrder.IN_ORDER);
      while (!waiting.isEmpty() && (inFlight == 0 || !inOrder)) {
        final PendingWebhook pending = waiting.remove();
        inFlight++;
        delivery.deliver(
            pending.webhook,
            pending.token,
            outcome -> {
              inFlight--;
              pending.done.accept(outcome);
              sendNext();
            });
      }
      if (inFlight == 0 && heldBack.isEmpty()) {
        queues.remove(name, this);
      }
    }
  }
}
