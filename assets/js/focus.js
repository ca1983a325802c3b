// Moves the focus to the summary of what is wrong; without it the summary is the first thing in the page.
class FocusHere extends HTMLElement {
  connectedCallback() {
    this.querySelector('[tabindex]')?.focus();
  }
}
customElements.define('focus-here', FocusHere);
