import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SimulatedLeg } from '../src/softphone/simulated-leg.js';
import { SimulatedSoftphone } from '../src/softphone/simulated-softphone.js';

/** What the simulator would be asked, and the stream that it would write. */
class Simulator {
  readonly asked: string[] = [];
  answers = 200;
  private stream: ServerResponse | undefined;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  tells(leg: SimulatedLeg): void {
    this.stream?.write(`event: leg\ndata: ${JSON.stringify(leg)}\n\n`);
  }

  get isHeard(): boolean {
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
    this.asked.push(`${request.url} ${body}`.trim());
    response.writeHead(this.answers).end();
  }
}

describe("the simulator's softphone", () => {
  let simulator: Simulator;
  let softphone: SimulatedSoftphone;

  beforeEach(async () => {
    simulator = new Simulator();
    softphone = new SimulatedSoftphone(await simulator.start(), 'al ice', () => {});
    softphone.turn(true);
    await vi.waitFor(() => expect(softphone.isConnected).toBe(true));
  });

  afterEach(() => {
    softphone.close();
    simulator.stop();
  });

  async function rings(): Promise<void> {
    simulator.tells({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'ringing' });
    await vi.waitFor(() => expect(softphone.legs).toHaveLength(1));
  }

  it('presses the buttons of the leg that rings', async () => {
    await rings();
    await softphone.answer('CA1');
    await softphone.hangUp('CA1');
    await softphone.reject('CA-unknown');
    expect(simulator.asked).toEqual(['/simulator/calls/CA1/answer', '/simulator/calls/CA1/hangup']);
  });

  it('keeps a call silenced when something else about it changes', async () => {
    await rings();
    softphone.mute('CA1', true);
    simulator.tells({ sid: 'CA1', parentSid: 'CA2', from: '+1', status: 'in-progress' });
    await vi.waitFor(() => expect(softphone.legs[0]?.state).toBe('answered'));
    expect(softphone.legs[0]?.isMuted).toBe(true);
  });

  it('lets go of a leg that has ended', async () => {
    await rings();
    simulator.tells({ sid: 'CA1', parentSid: 'CA2', status: 'completed' });
    await vi.waitFor(() => expect(softphone.legs).toEqual([]));
  });

  it('dials a number', async () => {
    await softphone.dial('+14155550123');
    expect(simulator.asked).toEqual(['/simulator/softphones/al%20ice/calls {"to":"+14155550123"}']);
  });

  it('says when a number was not dialled, or something is on already', async () => {
    simulator.answers = 400;
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ trouble: 'not-dialled' });
    await rings();
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ trouble: 'busy' });
  });

  it('leaves its seat when it is switched off', async () => {
    await rings();
    softphone.turn(false);
    expect(softphone).toMatchObject({ isConnected: false, legs: [] });
    await vi.waitFor(() => expect(simulator.isHeard).toBe(false));
    await expect(softphone.dial('+14155550123')).rejects.toMatchObject({ trouble: 'not-connected' });
  });
});
