// Takes card payments on one agent's calls.
import type { LiveState, PaymentsClient, PaySession, StartRequest } from '@agentpay/pay-client';
import { Attachment } from './attachment.js';
import { Emitter } from './emitter.js';
import { asError, PayClientError } from './errors.js';
import { eventsOf, type Emit, type PayClientEvents } from './events.js';
import { settingsOf, type CardField, type PayClientOptions, type PositionalArguments } from './options.js';
import { OwnCalls, openPaymentOn } from './own-calls.js';
import { Payment } from './payment.js';

/** What a payment may have besides its amount. */
export type PaymentDetails = Pick<
  StartRequest,
  'tip' | 'description' | 'reference' | 'parameters' | 'confirmMayHaveCharged'
>;

export class PayClient extends Emitter<PayClientEvents> {
  /** The call that the next payment is for. */
  callSid: string | undefined;

  private readonly settings;
  private attachment: Attachment | undefined;
  /** Present if calls are taken over as they come. */
  private newCalls: OwnCalls | undefined;
  private payment: Payment | undefined;
  private isStarting = false;
  private readonly reported = new WeakSet<Error>();

  /** @throws TypeError if an argument is missing or unknown */
  constructor(options: PayClientOptions);
  constructor(...args: PositionalArguments);
  constructor(...args: [PayClientOptions] | PositionalArguments) {
    super();
    this.settings = settingsOf(args);
  }

  /** The last payment as the server shows it. `state` says how it stands. */
  get paySession(): PaySession | undefined {
    return this.payment?.session;
  }

  /**
   * Connects to the server, and continues the open payment on the call if there is one. Without a call, takes over
   * each call that this agent gets.
   *
   * @param callSid the customer's call, or any other leg of it
   */
  attachPay(callSid: string | null = null): Promise<void> {
    return this.run('attachPay', async () => {
      if (this.attachment !== undefined) throw new PayClientError('already-attached', 'Call detachPay first');
      if (callSid !== null) checkCallSid(callSid);
      this.callSid = callSid ?? undefined;
      this.newCalls = callSid === null ? new OwnCalls() : undefined;
      this.attachment = new Attachment(this.settings, {
        changed: (state) => this.changed(state),
        connection: (connection) => this.emit('connection', connection),
        tokenFailed: (error) => this.report(error),
        failed: (error) => {
          this.report(error);
          this.disconnect(error);
        },
      });
      await this.attachment.ready;
      if (callSid !== null) this.useCall(callSid, 'callConnected');
    });
  }

  /**
   * Opens a payment and asks the customer for the first field. Resolves when Twilio has opened it. Twilio is asked for
   * the other fields by the server.
   *
   * @param amount in the currency's units, for example `42.5` or `'42.50'`; 0 makes the card a token without a charge
   */
  startCapture(amount: number | string = 0, details: PaymentDetails = {}): Promise<PaySession> {
    return this.run('startCapture', async () => {
      const api = this.attached();
      if (this.callSid === undefined)
        throw new PayClientError('no-call', 'Pass a CallSid to updateCallSid first');
      if (this.isStarting || this.payment?.isOpen === true) {
        const text = 'Submit or cancel the payment first';
        throw new PayClientError('payment-in-progress', text, this.paySession);
      }
      this.isStarting = true;
      try {
        const request = this.startRequest(this.callSid, amount, details);
        const session = await api.start(request, crypto.randomUUID());
        if (this.attachment?.api !== api)
          throw new PayClientError('detached', 'The payment continues; attach again', session);
        return await this.follow(session).opened();
      } finally {
        this.isStarting = false;
      }
    });
  }

  /** Charges the card, or makes it a token. Resolves when that is certain, and rejects with any other end. */
  submitCapture(): Promise<PaySession> {
    return this.run('submitCapture', async () => {
      const [api, payment] = this.openPayment();
      await api.submit(payment.id);
      return payment.submitted();
    });
  }

  /** Resolves when the payment is cancelled. Rejects if it cannot be any more: after the submit. */
  cancelCapture(): Promise<PaySession> {
    return this.run('cancelCapture', async () => {
      const [api, payment] = this.openPayment();
      await api.cancel(payment.id);
      return payment.cancelled();
    });
  }

  /** Discards the card number and asks for it again. */
  resetCard(): Promise<PaySession> {
    return this.reset('resetCard', 'payment-card-number');
  }

  resetSecurityCode(): Promise<PaySession> {
    return this.reset('resetSecurityCode', 'security-code');
  }

  resetDate(): Promise<PaySession> {
    return this.reset('resetDate', 'expiration-date');
  }

  resetPostalCode(): Promise<PaySession> {
    return this.reset('resetPostalCode', 'postal-code');
  }

  /**
   * Says which call the next payment is for. An open payment continues on its own call.
   *
   * @throws TypeError if it is no CallSid
   */
  updateCallSid(callSid: string): void {
    checkCallSid(callSid);
    this.useCall(callSid, 'callConnected');
  }

  /** Disconnects. An open payment continues; `attachPay` finds it again. The listeners stay. */
  async detachPay(): Promise<void> {
    if (this.attachment === undefined) return;
    this.track('detachPay');
    this.disconnect(new PayClientError('detached', 'The client was detached'));
    this.emit('stopCapturing');
  }

  private changed(state: LiveState): void {
    const session = this.payment && state.sessions.get(this.payment.id);
    if (session !== undefined) this.payment?.observe(session, state.typing.get(session.id));
    for (const call of this.newCalls?.next(state) ?? []) this.useCall(call.sid, 'UUIItemAdded');
  }

  /** @param error rejects the methods that wait */
  private disconnect(error: Error): void {
    const { attachment, payment } = this;
    this.attachment = this.payment = undefined;
    attachment?.close(error);
    payment?.giveUp(error);
  }

  private useCall(callSid: string, event: 'callConnected' | 'UUIItemAdded'): void {
    this.callSid = callSid;
    this.emit(event, callSid);
    const open = this.attachment && openPaymentOn(callSid, this.attachment.state);
    if (open !== undefined && this.payment?.isOpen !== true) this.follow(open);
  }

  private follow(session: PaySession): Payment {
    if (this.payment?.id !== session.id) this.payment = new Payment(session.id, this.emitAndTrack);
    this.payment.observe(session, this.attachment?.state.typing.get(session.id));
    return this.payment;
  }

  private reset(action: string, field: CardField): Promise<PaySession> {
    return this.run(action, async () => {
      const [api, payment] = this.openPayment();
      return payment.reset(field, () => api.capture(payment.id, field, true));
    });
  }

  private startRequest(callSid: string, amount: number | string, details: PaymentDetails): StartRequest {
    const { connector, captureOrder, currency, tokenType } = this.settings;
    return {
      ...details,
      call: { sid: callSid },
      ...(/^0+(\.0+)?$/.test(String(amount)) ? {} : { amount: String(amount) }),
      ...(connector === undefined ? {} : { connector }),
      captureOrder: [...captureOrder],
      currency,
      tokenType,
      advance: 'server',
    };
  }

  private attached(): PaymentsClient {
    if (this.attachment === undefined) throw new PayClientError('not-attached', 'Call attachPay first');
    return this.attachment.api;
  }

  private openPayment(): [PaymentsClient, Payment] {
    const api = this.attached();
    if (this.payment === undefined) throw new PayClientError('no-payment', 'Call startCapture first');
    return [api, this.payment];
  }

  /** Runs a method. Its failure is an event as well; then a page that ignores the promise has handled it. */
  private run<T>(action: string, work: () => Promise<T>): Promise<T> {
    const result = work().catch((e: unknown) => {
      const error = asError(e);
      this.report(error);
      throw error;
    });
    this.track(action); // after attachPay has set the call
    if (this.listenerCount('error') > 0) result.catch(() => {});
    return result;
  }

  private report(error: Error): void {
    if (this.reported.has(error)) return;
    this.reported.add(error);
    this.emit('error', error);
  }

  private readonly emitAndTrack: Emit = (event, ...args) => {
    const [first] = args;
    if (first instanceof Error) return this.report(first);
    const field = this.settings.captureOrder.find((name) => eventsOf(name)?.capturing === event);
    if (field !== undefined) this.track('_updateCaptureType', { captureType: field });
    this.emit(event, ...args);
  };

  private track(event: string, more: Record<string, string> = {}): void {
    const { writeKey, segmentURL, identity } = this.settings;
    if (writeKey === undefined) return;
    const properties = { callSID: this.callSid ?? '', ...more };
    void import('./segment.js')
      .then(({ track }) => track(segmentURL, writeKey, { event, identity, properties }))
      .catch(() => {}); // reporting must not disturb a payment
  }
}

function checkCallSid(callSid: string): void {
  if (!/^CA[0-9a-fA-F]{32}$/.test(callSid)) {
    throw new TypeError(`callSid: must be CA and 32 hexadecimal digits, but is ${JSON.stringify(callSid)}`);
  }
}
