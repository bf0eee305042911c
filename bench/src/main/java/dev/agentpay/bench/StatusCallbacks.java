package dev.agentpay.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/// Status callbacks of open sessions. Each connection has sessions of its own and goes round them,
/// so that a session's callbacks arrive in their order, as Twilio's mostly do.
final class StatusCallbacks implements ClosedLoop.Requests {
  private final List<CallbackSeries> series;
  private final int connections;
  private final int[] turns;

  /// @param connections at most as many as there are sessions
  StatusCallbacks(URI server, List<OpenPayment> payments, int connections) {
    this.series = payments.stream().map(payment -> new CallbackSeries(server, payment)).toList();
    this.connections = connections;
    this.turns = new int[connections];
  }

  /// Signs about that many ahead, so that it costs nothing while it is measured.
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

  /// The sessions with what was acknowledged of each.
  List<CallbackSeries> acknowledged() {
    return series;
  }

  private CallbackSeries current(int connection) {
    final int own = Math.ceilDiv(series.size() - connection, connections);
    return series.get(connection + connections * (turns[connection] % own));
  }
}
