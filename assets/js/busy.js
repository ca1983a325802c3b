// Sends a form once, however often its button is pressed; without it the form key on the server does.
class BusyForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector('form');
    if (!form) return;
    let sent = false;
    const mark = (busy) => {
      sent = busy;
      // Not `disabled`: that would leave the pressed button out of what is sent, and take the focus away.
      for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', String(busy));
    };
    form.addEventListener('submit', (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      mark(true);
      // A lost connection must not lock the form.
      setTimeout(() => mark(false), 8000);
    });
    // Back brings the page as it was left.
    addEventListener('pageshow', () => mark(false));
  }
}
customElements.define('busy-form', BusyForm);
