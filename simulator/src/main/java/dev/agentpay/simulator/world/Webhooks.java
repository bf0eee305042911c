package dev.agentpay.simulator.world;

import dev.agentpay.simulator.options.Choices.WebhookOrder;
import dev.agentpay.simulator.options.Switch;
import dev.agentpay.simulator.wire.Details;
import dev.agentpay.simulator.wire.Signature;
import dev.agentpay.simulator.wire.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Sends webhooks in the order of their queues, unless a fault or the `webhookOrder` switch says
/// otherwise.
public final class Webhooks {
  /// A webhook that lets the next one overtake it leaves by itself after this, when no next one
  /// comes.
  private static final Duration LONGEST_HELD_BACK = Duration.ofSeconds(1);

  private static final Transport.Outcome DROPPED =
      new Transport.Outcome.NotConnected("dropped by a fault");

  private final Machinery machinery;
  private final Delivery delivery;
  private final Map<String, Queue> queues = new HashMap<>();

  public Webhooks(Machinery machinery, Signature signature) {
    this.machinery = machinery;
    delivery = new Delivery(machinery, signature);
  }

  /// Sends `webhook` when its turn comes and reports the last attempt's outcome.
  public void post(Webhook webhook, Consumer<Transport.Outcome> done) {
    var letter = new Letter(webhook, machinery.uuid().toString(), done);
    if (webhook.kind() == Webhook.Kind.TWIML) {
      delivery.deliver(webhook, letter.token, done);
    } else if (machinery.faults().dropsWebhook(webhook.isFinal())) {
      delivery.journal(webhook, Details.of("fault", "dropped"));
      machinery.after(Duration.ZERO, () -> done.accept(DROPPED));
    } else if (machinery.faults().delaysWebhook()) {
      var late = Duration.ofMillis(machinery.faults().remaining().webhooks().delayMillis());
      delivery.journal(webhook, Details.of("fault", "delayed"));
      machinery.after(late, () -> delivery.deliver(webhook, letter.token, done));
    } else {
      queues.computeIfAbsent(webhook.queue(), Queue::new).add(letter);
    }
  }

  /// Sends `webhook` and forgets how it ended.
  public void post(Webhook webhook) {
    post(webhook, _ -> {});
  }

  private record Letter(Webhook webhook, String token, Consumer<Transport.Outcome> done) {}

  /// The webhooks of one payment or one leg.
  private final class Queue {
    private final String name;
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final Deque<Letter> overtaken = new ArrayDeque<>();
    private int underWay;

    Queue(String name) {
      this.name = name;
    }

    void add(Letter letter) {
      var faults = machinery.faults();
      if (overtaken.isEmpty() && faults.reordersWebhook()) {
        delivery.journal(letter.webhook, Details.of("fault", "held back"));
        overtaken.add(letter);
        machinery.after(LONGEST_HELD_BACK, this::releaseOvertaken);
        return;
      }
      waiting.add(letter);
      if (faults.duplicatesWebhook()) {
        delivery.journal(letter.webhook, Details.of("fault", "duplicated"));
        waiting.add(new Letter(letter.webhook, letter.token, _ -> {}));
      }
      releaseOvertaken();
    }

    private void releaseOvertaken() {
      waiting.addAll(overtaken);
      overtaken.clear();
      sendNext();
    }

    private void sendNext() {
      boolean inOrder = machinery.switches().is(Switch.WEBHOOK_ORDER, WebhookOrder.IN_ORDER);
      while (!waiting.isEmpty() && (underWay == 0 || !inOrder)) {
        var letter = waiting.remove();
        underWay++;
        delivery.deliver(
            letter.webhook,
            letter.token,
            outcome -> {
              underWay--;
              letter.done.accept(outcome);
              sendNext();
            });
      }
      if (underWay == 0 && overtaken.isEmpty()) {
        queues.remove(name, this);
      }
    }
  }
}
