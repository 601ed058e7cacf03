// The page of sign-in that waits for the e-CPS: goes on by itself once the telephone has answered.
const form = document.getElementById('phone');
const state = form?.querySelector('input[name=state]')?.value;

// Whoever says here that the codes are the same is on the way: that the telephone is not asked any more is no answer then.
let isLeaving = false;
document.addEventListener('submit', () => {
  isLeaving = true;
});

async function look() {
  const answer = await fetch(`/e-cps/attente?state=${encodeURIComponent(state)}`, { cache: 'no-store' }).catch(() => undefined);
  if (answer === undefined || !answer.ok) return;
  const { answered } = await answer.json();
  if (!answered || isLeaving) return;
  clearInterval(looking);
  form.requestSubmit(form.querySelector('button'));
}

const looking = state === undefined ? undefined : setInterval(() => document.visibilityState === 'visible' && look(), 2000);
