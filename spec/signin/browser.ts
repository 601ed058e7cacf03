/** As much of a browser as sign-in needs: cookies with their paths, redirects one by one, and the forms of a page. */
export class Browser {
  readonly #jar = new Map<string, { readonly value: string; readonly path: string }>();
  page: { readonly url: string; readonly status: number; readonly text: string; readonly headers: Headers } = {
    url: '',
    status: 0,
    text: '',
    headers: new Headers(),
  };
  /** Where the last redirect led outside the given origin. */
  left: URL | undefined;
  readonly origin: string;
  /** Said with every request: `Accept-Language`. */
  readonly #languages: Record<string, string>;

  constructor(origin: string, languages?: string) {
    this.origin = origin;
    this.#languages = languages === undefined ? {} : { 'accept-language': languages };
  }

  cookie(name: string): string | undefined {
    return this.#jar.get(name)?.value;
  }

  setCookie(name: string, value: string): void {
    this.#jar.set(name, { value, path: '/' });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Browser> {
    return this.#go('GET', new URL(path, this.origin), undefined, headers);
  }

  post(path: string, fields: Record<string, string> | URLSearchParams, headers: Record<string, string> = {}): Promise<Browser> {
    const type = { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, 'sec-fetch-site': 'same-origin' };
    return this.#go('POST', new URL(path, this.origin), new URLSearchParams(fields).toString(), { ...type, ...headers });
  }

  /** Fills the form of the page whose button carries this `step`, with its hidden fields and what is ticked; `fields` stand in their place. */
  submit(step: string, fields: Record<string, string> = {}): Promise<Browser> {
    const form = this.page.text.split('<form').find((text) => text.includes(`value="${step}"`)) ?? '';
    const action = /action="([^"]+)"/.exec(form)?.[1];
    if (action === undefined) throw new Error(`no form for ${step} on ${this.page.url}: ${this.page.text}`);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const ticked = [...form.matchAll(/<input type="(?:checkbox|radio)" id="[^"]+" name="([^"]+)" value="([^"]*)"[^>]* checked/g)];
    const filled = new URLSearchParams(
      [...hidden, ...ticked].map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&')]),
    );
    for (const [name, value] of Object.entries({ step, ...fields })) filled.set(name, value);
    return this.post(action, filled);
  }

  async #go(method: string, to: URL, body: string | undefined, headers: Record<string, string>): Promise<Browser> {
    let [url, how, sent, extra] = [to, method, body, headers];
    this.left = undefined;
    for (let hop = 0; hop < 12; hop++) {
      const answer = await fetch(url, {
        method: how,
        redirect: 'manual',
        headers: { accept: 'text/html', ...this.#languages, ...extra, cookie: this.#cookiesFor(url) },
        ...(sent === undefined ? {} : { body: sent }),
      });
      for (const line of answer.headers.getSetCookie()) this.#keep(line);
      const text = await answer.text();
      this.page = { url: url.href, status: answer.status, text, headers: answer.headers };
      const location = answer.headers.get('location');
      if (location === null) return this;
      const next = new URL(location, url);
      if (next.origin !== this.origin) {
        this.left = next;
        return this;
      }
      if (/^\/(carnet|pro)(\/|$)/.test(next.pathname)) {
        this.page = { ...this.page, url: next.href };
        return this;
      }
      [url, how, sent, extra] = [next, 'GET', undefined, {}];
    }
    throw new Error('too many redirects');
  }

  #cookiesFor(url: URL): string {
    const fit = [...this.#jar].filter(([, { path }]) => url.pathname.startsWith(path));
    return fit.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const path = attributes.find((a) => /^path=/i.test(a))?.slice(5) ?? '/';
    if (value === '' || attributes.some((a) => /^max-age=0|^expires=Thu, 01 Jan 1970/i.test(a))) this.#jar.delete(name);
    else this.#jar.set(name, { value, path });
  }
}
