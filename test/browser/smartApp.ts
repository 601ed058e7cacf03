import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const library = readFileSync(new URL('../../node_modules/fhirclient/build/fhir-client.min.js', import.meta.url));

const head =
  '<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Appli</title>';

/** An application of a single page on a site of its own, with the build for browsers of fhirclient. */
export interface SmartPage {
  readonly url: string;
  /** What the next launch asks with. */
  options: Record<string, unknown>;
  close(): Promise<void>;
}

/** `/launch` begins; `/` takes the code up and shows whose record it is and what it holds. */
export async function openSmartPage(): Promise<SmartPage> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://app.invalid');
    if (pathname === '/fhir-client.min.js') return void response.setHeader('content-type', 'text/javascript').end(library);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const script = pathname === '/launch' ? `FHIR.oauth2.authorize(${JSON.stringify(page.options)})` : show;
    return void response.end(
      `${head}<script src="/fhir-client.min.js"></script><pre id="out"></pre><script>${script}</script></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page: SmartPage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    options: {},
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return page;
}

/** What the page does when the person comes back, and again when it is loaded again. */
const show = `
const say = (text) => { document.getElementById('out').textContent = text; };
FHIR.oauth2.ready()
  .then(async (client) => {
    const patient = await client.patient.read();
    const user = await client.user.read();
    const found = await client.request('Observation?_count=5');
    let renewed = 'no';
    if (client.state.tokenResponse.refresh_token) { await client.refresh(); renewed = 'yes'; }
    const again = await client.request('Observation?_count=1');
    say(JSON.stringify({ patient: client.patient.id, is: patient.id, user: user.resourceType, found: found.total, again: again.total, renewed }));
  })
  .catch((error) => say('refused: ' + error));
`;
