package dev.agentpay.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/// The status callbacks of all sessions. Each connection cycles through its own sessions, so that
/// the callbacks of a session arrive in order, as they mostly do from Twilio.
final class StatusCallbacks implements ClosedLoop.Requests {
  private final List<CallbackSeries> series;
  private final int connections;
  private final int[] turns;

  /// @param connections the number of connections; at most the number of sessions
  StatusCallbacks(URI server, List<OpenPayment> payments, int connections) {
    this.series = payments.stream().map(payment -> new CallbackSeries(server, payment)).toList();
    this.connections = connections;
    this.turns = new int[connections];
  }

  /// Signs about this many callbacks in advance, so that signing does not affect the measurement.
  void prepare(long callbacks) {
    series.forEach(each -> each.prepare((int) Math.ceilDiv(callbacks, series.size())));
  }

  @Override
  public ByteBuffer next(int connection) {
    turns[connection]++;
    return current(connection).next();
  }

  @Override
  public int success() {
    return 204;
  }

  @Override
  public void answered(int connection) {
    current(connection).acknowledged();
  }

  /// Returns the sessions with their numbers of acknowledged callbacks.
  List<CallbackSeries> acknowledged() {
    return series;
  }

  private CallbackSeries current(int connection) {
    final int own = Math.ceilDiv(series.size() - connection, connections);
    return series.get(connection + connections * (turns[connection] % own));
  }
}
