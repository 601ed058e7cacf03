// The page of the simulated e-CPS, kept up to date: what waits appears, what was answered elsewhere goes. What the person has begun to
// choose stays as it is.
const list = document.getElementById('demands');
const count = document.getElementById('count');

async function refresh() {
  const answer = await fetch('/e-cps', { headers: { accept: 'text/html' }, cache: 'no-store' }).catch(() => undefined);
  if (answer === undefined || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const items = fresh.querySelectorAll('#demands > li');
  const said = fresh.getElementById('count');
  if (said === null) return;
  const kept = new Set([...items].map((item) => item.id));
  for (const item of [...list.children]) {
    if (!kept.has(item.id) && !item.contains(document.activeElement)) item.remove();
  }
  for (const item of items) if (document.getElementById(item.id) === null) list.append(document.adoptNode(item));
  if (count.textContent !== said.textContent) count.textContent = said.textContent;
}

if (list !== null && count !== null) {
  document.getElementById('again')?.parentElement?.remove();
  setInterval(() => document.visibilityState === 'visible' && refresh(), 2000);
}
