import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PayClient, ProblemError } from '@agentpay/pay-client';
import { baseStyles, LANGUAGES, TranslatedElement, type Language } from '@agentpay/ui';
import { t, type Text } from '../messages.js';

/** Sign-in form. Fires `signed-in` with the login, and `language`. */
@customElement('desk-sign-in')
export class DeskSignIn extends TranslatedElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        min-block-size: 100vh;
        display: grid;
        place-content: center;
        padding: var(--gap-l);
      }
      form {
        inline-size: min(22rem, calc(100vw - 2 * var(--gap-l)));
        gap: var(--gap-l);
        padding: var(--gap-xl);
      }
      h1 {
        font-size: var(--text-xl);
      }
      .languages {
        justify-content: center;
        margin-block-start: var(--gap-l);
      }
    `,
  ];

  /** Why the user has to sign in again. */
  @property({ attribute: false }) signedOut: Text | undefined;
  @property({ attribute: false }) language: Language = 'en';
  @state() private error: Text | undefined;
  @state() private busy = false;

  protected override render() {
    return html`<main>
      <form class="card stack" @submit=${this.submit} novalidate>
        <h1>AgentPay</h1>
        ${this.signedOut === undefined ? nothing : html`<p class="notice warn">${this.signedOut()}</p>`}
        ${this.error === undefined ? nothing : html`<p class="notice bad" role="alert">${this.error()}</p>`}
        <wa-input
          name="name"
          label=${t('name')}
          autocomplete="username"
          autocapitalize="none"
          required
          autofocus
        ></wa-input>
        <wa-input
          name="password"
          type="password"
          label=${t('password')}
          autocomplete="current-password"
          required
        ></wa-input>
        <wa-button type="submit" variant="brand" ?loading=${this.busy}>${t('signIn')}</wa-button>
      </form>
      <div class="row languages">
        ${LANGUAGES.map(
          (language) =>
            html`<wa-button
              size="s"
              appearance=${language === this.language ? 'filled' : 'plain'}
              lang=${language}
              @click=${() => this.dispatchEvent(new CustomEvent('language', { detail: language }))}
              >${language === 'en' ? 'English' : 'Español'}</wa-button
            >`,
        )}
      </div>
    </main>`;
  }

  private async submit(e: Event): Promise<void> {
    e.preventDefault();
    if (this.busy) return;
    const field = (name: string) =>
      (this.renderRoot.querySelector(`wa-input[name=${name}]`) as HTMLInputElement | null)?.value ?? '';
    this.busy = true;
    this.error = undefined;
    try {
      const login = await PayClient.signIn('', field('name').trim(), field('password'));
      this.dispatchEvent(new CustomEvent('signed-in', { detail: login }));
    } catch (error) {
      this.error = () => errorMessage(error);
    } finally {
      this.busy = false;
    }
  }
}

function errorMessage(error: unknown): string {
  if (!(error instanceof ProblemError)) return t('unreachable');
  if (error.kind === 'locked') {
    return t('signInLocked', { minutes: Math.ceil((error.retryAfter ?? 1800) / 60) });
  }
  if (error.problem.status === 429) return t('signInWait', { seconds: error.retryAfter ?? 60 });
  return error.problem.status === 401 ? t('signInWrong') : error.problem.detail;
}
