/** The directory over HTTP, in the shape of the guide « Annuaire Santé ». No rule lives here. */
export { type AnnuaireDeps, annuaireRoutes } from './routes.ts';
