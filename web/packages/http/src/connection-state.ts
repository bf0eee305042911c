// The states of a connection for live updates.

export type ConnectionState =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Lost. Reconnects at `retryAt` (ms since 1970), or at once when the network is back. */
  | { state: 'waiting'; retryAt: number }
  /** Closed by the page or refused by the server (401, 403). Does not reconnect. */
  | { state: 'closed' };
