import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../../spec/mime/messages.json' with { type: 'json' };
import { bodyOf, parseMessage, type Section, sectionOf } from './index.ts';

/** `1.2.HEADER.FIELDS (From)` as a section, for the cases. */
function section(written: string): Section {
  const [, numbers = '', name = '', fields = ''] = /^((?:\d+\.?)*)([A-Z.]*)(?: \((.*)\))?$/.exec(written) ?? [];
  const what = {
    '': 'all',
    HEADER: 'header',
    TEXT: 'text',
    MIME: 'mime',
    'HEADER.FIELDS': 'fields',
    'HEADER.FIELDS.NOT': 'fields.not',
  };
  return {
    part: numbers.split('.').filter(Boolean).map(Number),
    what: what[name as keyof typeof what] as Section['what'],
    fields: fields === '' ? [] : fields.split(' '),
  };
}

for (const c of spec.cases) {
  const bytes = Buffer.from(c.message.join('\r\n'));

  test(`RFC 3501 §7.4.2 ENVELOPE: ${c.name}`, () => {
    assert.equal(parseMessage(bytes).envelope, c.envelope);
  });

  test(`RFC 3501 §7.4.2 BODYSTRUCTURE: ${c.name}`, () => {
    const { bodyStructure } = parseMessage(bytes);
    assert.equal(bodyStructure, c.structure);
    assert.equal(bodyOf(bodyStructure), c.body);
  });

  for (const [name, expected] of Object.entries(c.sections))
    test(`RFC 3501 §6.4.5 BODY[${name}]: ${c.name}`, () => {
      const found = sectionOf(bytes, section(name))?.toString();
      assert.equal(found, expected === '*' ? bytes.toString() : (expected ?? undefined));
    });

  test(`RFC 2046 §5.1: with bare line feeds, the same tree: ${c.name}`, () => {
    const bare = parseMessage(Buffer.from(c.message.join('\n')));
    const shape = (structure: string): string => structure.replace(/ \d+/g, ' n');
    assert.equal(shape(bare.bodyStructure), shape(c.structure));
  });
}
