// What the types allow and what they refuse; compiled, never run.

import { codes, decimal, Leadline, LeadlineError, minor, type LeadlineEvent } from '../lib/index.js';

const leadline: Leadline = await Leadline.connect({ port: 1, tls: { ca: 'PEM' } });
const id: string = await leadline.once('LEAD.NEW', {
  EMAIL: 'a@b.example', AREA: ['US'], FIELD: { size: '3' }, QUEUE: true, DIRECTION: 'out',
});
const version: number = await leadline.run('LEAD.SET', id, { TITLE: 'x', IF: 3n });
const { rows, next } = await leadline.run('LEAD.LIST', { STATUS: 'open', LIMIT: version });
const cursor: string | null = next;
const owner: string | null = await leadline.run('TERRITORY.GET', '90210');
const status: string = (await leadline.run('STATUS', id)).status;
for await (const row of leadline.rows('LEAD.LIST')) [...rows].push({ id: row.id, cursor, owner, status });
for await (const event of leadline.events({ cursor: 'x', TYPE: 'lead.*' })) {
  const known: LeadlineEvent = event;
  const seq: number = known.seq;
  if (seq > 3) break;
}
await leadline.block((block) => {
  const lead = block.run('LEAD.NEW', { EMAIL: 'a@b.example' });
  if (lead) block.run('ASSIGN', lead, 'AUTO');
});
decimal(minor('1.00') + 1n);
await leadline.run('PING').catch((error: unknown) => {
  if (error instanceof LeadlineError && error.code === codes.EXISTS) return error.id;
  throw error;
});

// @ts-expect-error a misspelt keyword
await leadline.run('LEAD.NEW', { EMIAL: 'a@b.example' });
// @ts-expect-error an unknown command
await leadline.run('LEAD.NWE', {});
// @ts-expect-error a flag is true or false
await leadline.run('LEAD.NEW', { EMAIL: 'a@b.example', QUEUE: 'yes' });
// @ts-expect-error an amount in units is no number
decimal(5);
