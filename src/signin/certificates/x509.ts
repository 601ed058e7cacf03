/** The one door to `@peculiar/x509`, which asks for `reflect-metadata` before it. */
import 'reflect-metadata';

export * from '@peculiar/x509';
