/** Whether GitHub still lets us in, from the answers to calls that are made anyway: asking for the sake of asking would cost budget. */
import type { Clock } from '../clock.ts';
import type { ApiCall } from '../meter.ts';

export interface GitHubAccess {
  call(call: ApiCall): void;
  /** What is wrong, in a few words, or null. Where no call is made, nothing is. */
  complaint(): string | null;
}

/** Shorter outages pass by themselves, and every failed run is tried again within a minute. */
const FAILING_FOR: Temporal.DurationLike = { minutes: 15 };

/** GitHub answers 404 to the signature of an App that it does not know. */
function isAuthenticationFailure({ route, status }: ApiCall): boolean {
  return status === 401 || (route === 'app' && status === 404);
}

/** No answer, a fault of GitHub's own, a limit, or an installation that is suspended. */
function isFailure({ status }: ApiCall): boolean {
  return status === null || status >= 500 || status === 403 || status === 429;
}

export function createGitHubAccess(clock: Pick<Clock, 'now'>): GitHubAccess {
  let failingSince: Temporal.Instant | null = null;
  let isRefused = false;
  return {
    call: (call) => {
      if (isAuthenticationFailure(call)) isRefused = true;
      else if (isFailure(call)) failingSince ??= clock.now();
      else {
        isRefused = false;
        failingSince = null;
      }
    },
    complaint: () => {
      if (isRefused) return "GitHub does not take the App's key or token";
      if (failingSince === null) return null;
      const patience = failingSince.add(FAILING_FOR);
      return Temporal.Instant.compare(clock.now(), patience) < 0
        ? null
        : 'GitHub took no call for 15 minutes, though calls were made';
    },
  };
}
