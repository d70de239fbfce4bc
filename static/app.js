// The only script of our own. Every page works without it; with it, pages say when the connection is lost,
// leave at once, and put the focus where the next thing to read is. Event names are those of htmx 4.
const net = document.getElementById('net');
const say = kind => { net.textContent = kind ? net.dataset[kind] : ''; };

document.addEventListener('htmx:before:request', () => say());
document.addEventListener('htmx:error', () => say('lost'));
document.addEventListener('htmx:response:error', event => {
  if (event.detail.ctx.response.status >= 500) say('failed');
});
addEventListener('offline', () => say('lost'));
addEventListener('online', () => say());

// Leaving ends the session on the server, so it is a POST; without script the form does it alone.
const exit = document.getElementById('leave');
const leave = () => {
  document.documentElement.hidden = true;
  document.title = exit.dataset.title;
  fetch(exit.action, { method: 'POST', body: new URLSearchParams(new FormData(exit)), keepalive: true, redirect: 'manual' })
    .catch(() => {});
  location.replace(exit.dataset.go);
};
if (exit) {
  exit.addEventListener('submit', event => { event.preventDefault(); leave(); });
  // Shift pressed and released three times alone. Capitals, a held Shift and Shift with the mouse never count.
  let presses = 0, alone = false;
  const restart = () => { presses = 0; alone = false; };
  addEventListener('keydown', event => {
    if (event.key === 'Shift' && !event.repeat) alone = true; else restart();
  }, true);
  addEventListener('keyup', event => {
    if (event.key !== 'Shift' || !alone) return;
    alone = false;
    if (++presses === 3) leave();
  }, true);
  addEventListener('pointerdown', restart, true);
  addEventListener('blur', restart);
}
// A page the browser kept may show what is no longer open to this person.
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

// A new error summary takes the focus, once: a later check of a single field must not steal it again.
const summary = () => {
  const problem = document.querySelector('.problem[autofocus]');
  problem?.removeAttribute('autofocus');
  problem?.focus();
};
document.addEventListener('htmx:after:swap', summary);
summary();

// Sign-up: guesses the person can change. Nothing is stored or sent before she sends the form.
const guesses = {
  'time-zone': () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  country: () => new Intl.Locale(navigator.language).maximize().region,
};
for (const select of document.querySelectorAll('select[data-guess]')) {
  const guess = guesses[select.dataset.guess]?.();
  if ([...select.options].some(option => option.value === guess)) select.value = guess;
}

// Sign-up: an address from the short name, as `tenants.provision.suggestion` makes it, until she writes one herself.
const source = document.querySelector('[data-suggests]');
if (source) {
  const address = document.getElementById(source.dataset.suggests);
  let own = address.value !== '';
  address.addEventListener('input', event => { if (event.isTrusted) own = address.value !== ''; });
  source.addEventListener('input', () => {
    if (own) return;
    address.value = source.value.normalize('NFKD').replace(/[^\x00-\x7f]/g, '').toLowerCase()
      .replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
    address.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
