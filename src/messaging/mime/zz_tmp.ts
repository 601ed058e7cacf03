import { parseMessage, readParts, sectionOf } from './index.ts';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { randomBytes } from 'node:crypto';
const build = (o:any): Promise<Buffer> => new MailComposer(o).compile().build() as any;
const m = await build({from:'"Dr Amélie Exemple" <amelie@exemple.mssante.fr>', to:['b@c.fr','"Émile" <e@f.fr>'], subject:'XDM/1.0/DDM+Compte rendu d’hospitalisation PATIENT Désirée 01/01/1970', text:'Bonjour,\n'.repeat(40)+'é', html:'<p>Bonjour</p>'.repeat(40), attachments:[{filename:'IHE_XDM.zip',content:randomBytes(13000)},{filename:'2026_é.pdf',content:'x'.repeat(100)}]});
const plain = Buffer.from(`From: a@b.fr\r\nTo: c@d.fr\r\nSubject: x\r\nMessage-ID: <a@b>\r\nDate: Fri, 21 Nov 2025 09:55:06 +0100\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n` + (Buffer.from('Bonjour Madame, les résultats.\n'.repeat(460)).toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'));
const big = await build({from:'a@b.fr', to:'c@d.fr', subject:'x', text:'x', attachments:[{filename:'a.zip', content: randomBytes(18_000_000)}]});
const time = (n: string, N: number, f: () => void) => { for (let i=0;i<N/5;i++) f(); const c = process.cpuUsage(); for (let i=0;i<N;i++) f(); const u=process.cpuUsage(c); console.log(n, ((u.user+u.system)/1000/N).toFixed(4),'ms'); };
time(`XDM mail ${m.length} parseMessage`, 3000, () => parseMessage(m));
time(`XDM mail ${m.length} readParts`, 3000, () => readParts(m));
time(`XDM mail section 2`, 3000, () => sectionOf(m, {part:[2], what:'all', fields:[]}));
time(`XDM mail HEADER.FIELDS`, 3000, () => sectionOf(m, {part:[], what:'fields', fields:['From','Subject']}));
time(`text mail ${plain.length} parseMessage`, 3000, () => parseMessage(plain));
time(`25 MB mail ${big.length} parseMessage`, 20, () => parseMessage(big));
import('../../interop/imap/syntax/index.ts').then(({openReader}) => {
 const line = Buffer.from('a1 UID FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (From To Subject Date)])\r\n');
 const r = openReader({mostMessageBytes: 1e6});
 time('FETCH command read', 20000, () => { r.push(line); r.next(); });
});
