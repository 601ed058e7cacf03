import assert from 'node:assert/strict';

const elements = new Set(
  'section header div h2 h3 h4 h5 h6 p br ul ol li dl dt dd table caption thead tbody tfoot tr th td strong em u s sub sup span a img details summary'.split(
    ' ',
  ),
);
const attributes = new Set('class colspan rowspan scope href target rel src alt tabindex role aria-label data-label'.split(' '));

/** Test support: fails when rendered HTML holds anything that could run, load, style or be addressed. */
export function assertInert(html: string): void {
  const rest = html.replace(/<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>/g, (_, close: string, name: string, written: string) => {
    assert.ok(elements.has(name), `element ${name}`);
    assert.ok(close === '' || written === '');
    for (const [, key = '', value = ''] of written.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      assert.ok(attributes.has(key), `attribute ${key}`);
      if (key === 'href') assert.match(value, /^https:\/\//);
      if (key === 'src') assert.match(value, /^data:image\/(png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/);
      if (key === 'rel') assert.equal(value, 'noopener noreferrer');
    }
    return '';
  });
  assert.doesNotMatch(rest, /[<>]/);
  assert.doesNotMatch(rest, /&(?!amp;|lt;|gt;|quot;|#39;)/);
}
