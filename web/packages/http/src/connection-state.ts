// The states of a connection for live updates.

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Connected, but silent for longer than the server's heartbeats allow: it may stand still. */
  | { state: 'checking' }
  /** Lost. Reconnects after some seconds, or at once when the network is back. */
  | { state: 'waiting' }
  /** Closed by the page or refused by the server (401, 403). Does not reconnect. */
  | { state: 'closed' };
