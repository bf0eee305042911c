import { LitElement } from 'lit';
import { onLanguage } from './i18n.js';

/** Base class of all elements: renders again when the language changes, so that a page never shows two. */
export class TranslatedElement extends LitElement {
  private unsubscribe: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = onLanguage(() => this.requestUpdate());
    this.requestUpdate(); // the language may have changed while the element was out of the page
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe();
  }
}
