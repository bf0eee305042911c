package dev.agentpay.client;

import dev.agentpay.client.capture.CaptureServer;
import dev.agentpay.client.capture.PaymentDetails;
import dev.agentpay.client.model.CaptureField;
import dev.agentpay.client.model.ConnectionChange;
import dev.agentpay.client.model.Digits;
import dev.agentpay.client.model.PayEvent;
import dev.agentpay.client.model.PaySession;
import dev.agentpay.client.model.Snapshot;
import dev.agentpay.client.model.StreamItem;
import java.util.Optional;
import java.util.function.Consumer;

/// The client and the stream of one capture.
final class CaptureConnection implements CaptureServer {
  private final PayClient client;
  private final String address;
  private Optional<PayStream> stream = Optional.empty();

  CaptureConnection(PayClient client, String address) {
    this.client = client;
    this.address = address;
  }

  @Override
  public synchronized void open(Consumer<StreamItem> items) {
    stream = Optional.of(client.stream(new Forwarding(items)));
  }

  @Override
  public PaySession start(String callSid, PaymentDetails details) {
    return client.start(StartPayment.of(callSid, details));
  }

  @Override
  public PaySession submit(String id) {
    return client.submit(id);
  }

  @Override
  public PaySession cancel(String id) {
    return client.cancel(id);
  }

  @Override
  public PaySession captureAgain(String id, CaptureField field) {
    return client.capture(id, field, true);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public synchronized void close() {
    stream.ifPresent(PayStream::close);
  }

  private record Forwarding(Consumer<StreamItem> items) implements StreamListener {
    @Override
    public void snapshot(Snapshot snapshot) {
      items.accept(snapshot);
    }

    @Override
    public void event(PayEvent event) {
      items.accept(event);
    }

    @Override
    public void digits(Digits digits) {
      items.accept(digits);
    }

    @Override
    public void connection(ConnectionChange change) {
      items.accept(change);
    }
  }
}
