import libqp from 'libqp';
import { decoded } from './charset.ts';
import type { MimePart } from './parsed.ts';
