#!/usr/bin/env node
// The story of clients/EXAMPLE.md. usage: example.js HOST PORT, with a new and empty store

import { Leadline } from './lib/index.js';

const [host, port] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const dial = (login) => Leadline.connect({ host, port: Number(port), ...login });

/** What an error is known by: its code, and the id of what is in the way. */
const failure = (error) => [error.code, error.id].filter(Boolean).join(' ');

const house = await dial();
await house.run('USER.NEW', 'root', { ROLE: 'admin' });
const fayToken = await house.run('USER.NEW', 'fay', { ROLE: 'finance' });
const partner = await house.run('PARTNER.NEW', { NAME: 'Northwind Payroll', EMAIL: 'desk@northwind.example' });
const piaToken = await house.run('USER.NEW', 'pia', { ROLE: 'partner', PARTNER: partner });
await house.run('COVER.ADD', partner, { SERVICE: 'payroll', AREA: 'US' });
const referrer = await house.run('REFERRER.NEW', { KIND: 'contact', NAME: 'Rita Reed', RATE: '10%' });
say(`partner ${partner} covers payroll in US`);

const ann = {
  EMAIL: 'ann@acme.example', NAME: 'Ann Lee', COMPANY: 'Acme', SERVICE: 'payroll', ZIP: '90210',
  VALUE: '1200', REFERRER: referrer, IDEM: 'example-1',
};
const lead = await house.once('LEAD.NEW', ann);
say(`lead ${lead}`);
say(`lead ${await house.once('LEAD.NEW', ann)} again, by its key`);
await house.run('LEAD.NEW', { EMAIL: 'Ann Lee <ANN+web@acme.example>', SERVICE: 'payroll' })
  .catch((error) => say(failure(error)));

const [chosen, version] = await house.block((block) => {
  block.run('ASSIGN', lead, 'AUTO');
  block.run('RELEASE', lead);
});
say(`assigned to ${chosen}, version ${version}`);

const pia = await dial({ user: 'pia', token: piaToken });
await pia.run('ACCEPT', lead);
const status = await pia.run('STATUS', lead, 'contacted');
say(`${status.status}; next: ${status.next.join(' ')}`);
await pia.run('PARTNER.LIST').catch((error) => say(failure(error)));

const amount = '1150.50';
const sale = await house.once('SALE.NEW', lead, { AMOUNT: amount, IDEM: 'example-2' });
const won = await house.run('LEAD.GET', lead);
say(`sale ${sale} of ${amount} ${won.currency}, the lead is ${won.status}`);

const fay = await dial({ user: 'fay', token: fayToken });
const { rows: [bonus] } = await fay.run('SALE.APPROVE', sale);
say(`bonus ${bonus.id} of ${bonus.amount} for ${bonus.earner} is ${bonus.state}`);
await fay.run('BONUS.COMPLETE', bonus.id);
await house.run('BONUS.APPROVE', bonus.id);
const { rows: [balance] } = await house.run('BALANCE', referrer);
say(`balance of ${referrer}: earned ${balance.earned} due ${balance.due} ${balance.currency}`);

for await (const event of house.rows('EVENTS', { OF: lead, LIMIT: 2, COLUMNS: 'seq,type' })) {
  say(`${event.seq} ${event.type}`);
}
for (const client of [house, pia, fay]) client.close();
