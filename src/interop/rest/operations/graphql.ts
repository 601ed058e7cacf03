import { graphql as answerQuestion, fhirRefusal, isObject, type Question, type Reach } from '#fhir';
import { Refusal } from '#kernel';
import { requireScope } from '#signin';
import type { Ask } from '../ask.ts';
import { textOf, wrongContentType } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { findPage } from '../interactions/search.ts';
import { bareType } from '../media.ts';
import { type Operation, r4 } from './operation.ts';

/** Source: FHIR R4, GraphQL; Resource $graphql. Reads only, each resource and search with the scopes and rights of a read of its own. */
export const graphql: Operation = {
  name: 'graphql',
  definition: `${r4}/Resource-graphql`,
  levels: ['system', 'instance'],
  takes: 'vread',
  in: [],
  ownParameters: true,
  async answer({ desk, ask, type, id }) {
    const question = questionOf(ask);
    const focus = type === undefined || id === undefined ? undefined : await read(desk, ask, type, id);
    const { status, body } = await answerQuestion(desk.model, question, reachOf(desk, ask), focus);
    return { status, raw: { type: 'application/json; charset=utf-8', content: body } };
  },
};

async function read({ fhir }: RestDesk, { caller, call }: Ask, type: string, id: string): Promise<string> {
  requireScope(caller, `${type}.r`);
  return (await fhir.read(call, type, id)).body;
}

function reachOf(desk: RestDesk, ask: Ask): Reach {
  return {
    async resolve(reference) {
      const ours = reference.startsWith(`${desk.base}/`) ? reference.slice(desk.base.length + 1) : reference;
      const m = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(ours);
      if (m?.[1] === undefined || m[2] === undefined) return undefined;
      try {
        return await read(desk, ask, m[1], m[2]);
      } catch (error) {
        if (error instanceof Refusal && (error.code === 'id.unknown' || error.code === 'fhir.gone')) return undefined;
        throw error;
      }
    },
    search: (type, parameters) => findPage(desk, ask, type, parameters),
  };
}

/** A GET carries the query in the address; a POST carries it alone (application/graphql) or in JSON. */
function questionOf({ query, body }: Ask): Question {
  if (body === undefined || body.bytes.length === 0) return questionIn(Object.fromEntries(query));
  const type = bareType(body.contentType);
  if (type === 'application/graphql') return { query: textOf(body.bytes) };
  if (type !== 'application/json' && type !== 'application/graphql+json')
    throw wrongContentType('application/json, application/graphql');
  try {
    const sent: unknown = JSON.parse(textOf(body.bytes));
    if (isObject(sent)) return questionIn(sent);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badQuestion();
}

function questionIn({ query, operationName, variables }: Readonly<Record<string, unknown>>): Question {
  if (typeof query !== 'string' || query === '') throw badQuestion();
  const given = typeof variables === 'string' ? parsed(variables) : variables;
  return {
    query,
    ...(typeof operationName === 'string' ? { operationName } : {}),
    ...(isObject(given) ? { variables: given } : {}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badQuestion();
  }
}

function badQuestion(): Refusal {
  return fhirRefusal(
    'bad-graphql',
    'Une question GraphQL est attendue : { "query": "…", "variables": { … } }.',
    'A GraphQL question is expected: { "query": "…", "variables": { … } }.',
    'query',
  );
}
