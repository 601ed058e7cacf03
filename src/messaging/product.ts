/**
 * How this product names itself on each message that it writes, X-MSS-NIL. A product of the list has a number given by convergence.esante.gouv.fr:
 * this is none, it is Socle’s own word until it has one. Source: Référentiel MSSanté #2, ECO.2.4.3.
 */
export const productReference = 'SOCLE-NON-REFERENCE';
