/**
 * Loaded before every test: properties draw the same cases each time, so that a commit passes or fails and never both. `PROPERTY_SEED=N` draws
 * others, and test/nightly/ draws new ones on every run.
 */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_260) });
