// The shared worker: holds the connection for live updates of one user.
import { StreamHub } from '@agentpay/http/shared';

const hub = new StreamHub();

(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = ({ ports }) => {
  const [port] = ports;
  if (port !== undefined) hub.add(port);
};
