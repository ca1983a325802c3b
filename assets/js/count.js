// Says how many characters are left in a text area; without it the limit stands there in words.
class CharCount extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector('textarea');
    const words = this.querySelector('p');
    const max = Number(this.getAttribute('max'));
    if (!area || !words || !max) return;
    // Spoken only when typing pauses, so that a screen reader is not interrupted by every key.
    const spoken = document.createElement('p');
    spoken.className = 'vh';
    spoken.setAttribute('role', 'status');
    this.append(spoken);
    let pause;
    const show = () => {
      // The server counts characters, not UTF-16 units.
      const left = max - [...area.value].length;
      const number = Math.abs(left).toLocaleString('en-GB');
      const noun = Math.abs(left) === 1 ? 'character' : 'characters';
      words.textContent = left < 0 ? `${number} ${noun} too many` : `${number} ${noun} left`;
      words.classList.toggle('problem', left < 0);
      clearTimeout(pause);
      // Near the limit only: before that the number is noise.
      pause = setTimeout(() => { spoken.textContent = left < max / 10 ? words.textContent : ''; }, 1000);
    };
    area.addEventListener('input', show);
    addEventListener('pageshow', show);
    show();
  }
}
customElements.define('char-count', CharCount);
