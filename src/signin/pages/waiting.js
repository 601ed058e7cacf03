// The page of sign-in that waits for the e-CPS: goes on by itself once the telephone has answered.
const form = document.getElementById('phone');
const state = form?.querySelector('input[name=state]')?.value;

async function look() {
  const answer = await fetch(`/e-cps/attente?state=${encodeURIComponent(state)}`, { cache: 'no-store' }).catch(() => undefined);
  if (answer === undefined || !answer.ok) return;
  const { answered } = await answer.json();
  if (!answered) return;
  clearInterval(looking);
  form.requestSubmit(form.querySelector('button'));
}

const looking = state === undefined ? undefined : setInterval(() => document.visibilityState === 'visible' && look(), 2000);
