import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SimulatedLeg } from '../src/softphone/simulated-leg.js';
import { SimulatedSoftphone } from '../src/softphone/simulated-softphone.js';

/** A fake simulator that records requests and sends live updates. */
class Simulator {
  readonly requests: string[] = [];
  status = 200;
  private stream: ServerResponse | undefined;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  sendLeg(leg: SimulatedLeg): void {
    this.stream?.write(`event: leg\ndata: ${JSON.stringify(leg)}\n\n`);
  }

  get isConnected(): boolean {
    return this.stream !== undefined && !this.stream.closed;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.stream = response;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      return;
    }
    let body = '';
    for await (const part of request) body += String(part);
    this.requests.push(`${request.url} ${body}`.trim());
    response.writeHead(this.status).end();
  }
}

describe("the simulator's softphone", () => {
  let simulator: Simulator;
  let softphone: SimulatedSoftphone;

  beforeEach(async () => {
    simulator = new Simulator();
    softphone = new SimulatedSoftphone(await simulator.start(), 'al ice', () => {});
    softphone.setOn(true);
    await vi.waitFor(() => expect(softphone.isConnected).toBe(true));
  });

  afterEach(() => {
    softphone.close();
    simulator.stop();
  });

  async function rings(): Promise<void> {
    simulator.sendLeg({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'ringing' });
    await vi.waitFor(() => expect(softphone.legs).toHaveLength(1));
  }

  it('answers and ends a known leg only', async () => {
    await rings();
    await softphone.answer('CA1');
    await softphone.hangUp('CA1');
    await softphone.reject('CA-unknown');
    expect(simulator.requests).toEqual(['/simulator/calls/CA1/answer', '/simulator/calls/CA1/hangup']);
  });

  it('stays muted when the leg changes', async () => {
    await rings();
    softphone.mute('CA1', true);
    simulator.sendLeg({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'in-progress' });
    await vi.waitFor(() => expect(softphone.legs[0]?.state).toBe('answered'));
    expect(softphone.legs[0]?.isMuted).toBe(true);
  });

  it('removes an ended leg', async () => {
    await rings();
    simulator.sendLeg({ sid: 'CA1', parentSid: 'CA2', status: 'completed' });
    await vi.waitFor(() => expect(softphone.legs).toEqual([]));
  });

  it('dials a number', async () => {
    await softphone.dial('+14155550123');
    expect(simulator.requests).toEqual(['/simulator/softphones/al%20ice/calls {"to":"+14155550123"}']);
  });

  it('reports a refused number and a busy softphone', async () => {
    simulator.status = 400;
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ kind: 'not-dialled' });
    await rings();
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ kind: 'busy' });
  });

  it('disconnects when it is switched off', async () => {
    await rings();
    softphone.setOn(false);
    expect(softphone).toMatchObject({ isConnected: false, legs: [] });
    await vi.waitFor(() => expect(simulator.isConnected).toBe(false));
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ kind: 'not-connected' });
  });
});
