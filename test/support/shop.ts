/** The repository that the tests' worlds are about. */
export const OWNER = 'acme';
export const REPO = 'shop';
