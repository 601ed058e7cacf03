/** The shelf of conformance resources: the FHIR R4 definitions that come with Socle, and the packages that operators load. */
export { baseShelf } from './base.ts';
export { compareVersions, splitCanonical } from './canonical.ts';
export { type LoadedShelf, openShelf } from './openShelf.ts';
export { packagesMigrations } from './packages.schema.ts';
export { type LoadedPackage, openPackages, type Packages } from './packages.ts';
export { type FhirPackage, type PackageLimits, packageLimits, readPackage } from './readPackage.ts';
export { readResources } from './readResources.ts';
export { type Canonical, isKind, type Json, type Kind, kinds, type Shelf } from './shelf.ts';
export { shelfWith } from './shelfWith.ts';
