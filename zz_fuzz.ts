import { readdirSync } from 'node:fs';
import { shelfWith } from '#packages';
import { terminologyOf } from '#terminology';
import { openValidator } from './src/fhir/validation/validator.ts';
import { filesIn, readResource } from './test/conformance/corpus.ts';
const root='/work/shared/data/fhir/';
const guides=readdirSync(root);
const all=guides.flatMap(g=>filesIn(root+g+'/conformance','.json')).map(readResource);
const shelf=shelfWith(all);
const v=openValidator({shelf,terminology:terminologyOf(shelf)});
const files=[...filesIn('/work/shared/data/fhir-test-cases/examples','.json'),...filesIn('/work/shared/data/fhir-test-cases/validator','.json').filter(f=>!f.endsWith('cases.json')),...guides.flatMap(g=>filesIn(root+g+'/examples','.json'))].map(readResource).filter(r=>JSON.stringify(r).length<30000);
let seed=Number(process.argv[2]??1); const rnd=(n:number)=>{seed=(seed*1103515245+12345)&0x7fffffff; return seed%n;};
const odd=[null,{},[],'',0,-1,1e400,true,'#','#x','Patient/1','urn:uuid:x',[[]],[null],{resourceType:'Patient'},{resourceType:'constructor'},{toString:1},JSON.parse('{"__proto__":{"a":1}}'),'x'.repeat(300),{extension:[{url:'http://a'}]},{reference:'#'},{coding:[{}]},{coding:'x'},[{url:1}],{system:{},code:[]},Number.NaN, 'Bundle','http://hl7.org/fhir/StructureDefinition/Patient', {div:'<div>'}, '<div', '1'.repeat(2000)];
function mutate(x:any,d=0):void{ if(!x||typeof x!=='object')return; const k=Object.keys(x); if(!k.length) return; const key=k[rnd(k.length)]; if(rnd(4)>0&&d<8&&x[key]&&typeof x[key]==='object') return mutate(x[key],d+1); const m=rnd(5); if(m===0) delete x[key]; else if(m===1) x['_'+key]=odd[rnd(odd.length)]; else x[key]=odd[rnd(odd.length)]; }
const end=Date.now()+Number(process.argv[3]??60000); let n=0; let slow=0,slowest=''; const seen=new Set();
while(Date.now()<end){ const r=structuredClone(files[rnd(files.length)]); for(let i=rnd(4)+1;i>0;i--) mutate(r); n++; const before=JSON.stringify(r); const t=performance.now();
 try{ v.validate(r as never,{profiles: rnd(5)===0?['http://hl7.org/fhir/StructureDefinition/'+['bp','Patient','constructor','Quantity','vitalsigns'][rnd(5)]]:[]}); }catch(e){ const k=(e as Error).stack!.split('\n').slice(0,3).join(' | '); if(!seen.has(k)){seen.add(k); console.log('THROW',k);} }
 const el=performance.now()-t; if(el>slow){slow=el;slowest=String(r.resourceType)+' '+before.length;}
 if(JSON.stringify(r)!==before) console.log('mutated input');
}
console.log(n,'slowest',slow.toFixed(0),slowest);
