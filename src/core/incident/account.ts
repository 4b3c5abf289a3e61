/**
 * Who somebody is on GitHub. Identity is the numeric id: logins change. A deleted account is GitHub's `ghost`.
 */
export interface Account {
  readonly id: number;
  /** As GitHub writes it, without `@`; a bot's ends in `[bot]`. Compare through `sameLogin`. */
  readonly login: string;
  readonly isBot: boolean;
}

export const GHOST: Account = { id: 10137, login: 'ghost', isBot: false };

/** What the collaborator-permission endpoint calls `role_name`, weakest first. */
export const PERMISSIONS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Whether a permission reaches a level (A1). */
export function reaches(permission: Permission, level: Permission): boolean {
  return PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(level);
}

/** GitHub's logins differ by more than case or not at all. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
