/**
 * Something that is not as it should be at the end of a run.
 *   lost       somebody's doing that is not in the documents
 *   doubled    something that is there twice
 *   wrong      a document that is not what GitHub's record makes it, or shows what it must not
 *   unsettled  it did not come to rest, or a replica ended by itself: then nothing else may be believed
 */
export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'wrong' | 'unsettled';
  /** An address, or whatever it is about. */
  readonly where: string;
  readonly what: string;
  readonly details: readonly string[];
}
