import { validatorAgreement } from './test/conformance/validator.ts';
const r=validatorAgreement('/work/shared/data', process.argv[2]==='all');
console.log(r.cases, r.agreed, (100*r.agreed/r.cases).toFixed(1)+'%');
for(const a of process.argv[2]==='all'?(r as any).all.filter(a=>a.expected.length):r.misses){console.log('##',a.name,a.kind); for(const g of a.expected.slice(0,4)) console.log('   HL7:',g.slice(0,260));for(const g of a.got.slice(0,6)) console.log('   ours:',g.slice(0,300));}
