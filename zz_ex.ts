import { exampleAlarms } from './test/conformance/validator.ts';
const r=exampleAlarms('/work/shared/data');
console.log(r.examples, r.alarms.length);
for(const a of r.alarms){console.log('##',a.name); for(const g of a.got.slice(0,8)) console.log('   ',g.slice(0,300));}
