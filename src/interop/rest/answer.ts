import type { FastifyReply } from 'fastify';
import { type Model, pretty, toXml } from '#fhir';
import type { Told } from './ask.ts';
import { etag } from './conditions.ts';
import { type Format, mediaTypes } from './media.ts';

/** How an answer is to look. */
export interface Looks {
  readonly format: Format;
  readonly pretty: boolean;
}

/** Sends what was told in the form that was asked for. JSON leaves as it is kept: it is neither parsed nor written anew. */
export function sendTold(reply: FastifyReply, model: Model, base: string, told: Told, looks: Looks): FastifyReply {
  const { status, body, raw, version, at, location, headers } = told;
  reply.code(status);
  if (version !== undefined) reply.header('etag', etag(version));
  if (at !== undefined) reply.header('last-modified', at.toUTCString());
  if (location !== undefined) reply.header('location', `${base}/${location}`);
  if (headers !== undefined) reply.headers(headers);
  if (raw !== undefined) return reply.type(raw.type).send(raw.content);
  if (body === undefined) return reply.send();
  return reply.type(`${mediaTypes[looks.format]}; charset=utf-8`).send(written(model, body, looks));
}

function written(model: Model, body: string | Buffer, { format, pretty: indented }: Looks): Buffer {
  if (format === 'json' && !indented) return Buffer.isBuffer(body) ? body : Buffer.from(body); // encoded once, and quicker than by the socket
  const text = body.toString();
  return Buffer.from(format === 'xml' ? toXml(model, text, indented) : pretty(text));
}
