/** Policies kept by an older Muster do not know how often audiences are told and who leads a SEV-1: they are read from the files again. */
export const policiesAnew: readonly string[] = ['delete from muster.policy'];
