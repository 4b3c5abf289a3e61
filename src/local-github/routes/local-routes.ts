/**
 * What GitHub does not have and a demo or a drill needs, under `/_local`: the clock, registering the App, installing it somewhere,
 * deleting an issue (GitHub's own API does that in GraphQL), and waiting until all webhooks are delivered. No token is asked: the
 * server listens on the loopback only.
 */
import * as z from 'zod';
import { announceIssue } from '../issue-changes.ts';
import { changeInstallation, registerApp, suspendInstallation } from '../app-registration.ts';
import { appFields } from '../seed.ts';
import { notFound, Refusal } from '../refusal.ts';
import { issueOf, param, readBody } from '../request.ts';
import type { Routes } from '../router.ts';
import type { WebhookSender } from '../webhook-sender.ts';

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not an instant such as 2026-03-01T10:00:00Z' });
    return z.NEVER;
  }
});
const move = z.object({ now: instant });
const installation = z.object({ repository: z.string(), action: z.enum(['add', 'remove']) });
const suspension = z.object({ owner: z.string(), suspended: z.boolean() });

export function localRoutes(sender: WebhookSender): Routes {
  return {
    'POST /_local/clock': async (request) => {
      const { now } = readBody(request, 'Clock', move);
      const { clock } = request.hub;
      try {
        await clock.advanceTo(now);
      } catch (error) {
        if (error instanceof RangeError) throw new Refusal(422, error.message);
        throw error;
      }
      return { status: 200, body: clock.reading() };
    },

    'POST /_local/app': (request) => {
      const app = registerApp(request.hub, readBody(request, 'App', appFields));
      return {
        status: 201,
        body: { id: app.id, slug: app.slug, installations: app.installations.map(({ id }) => id) },
      };
    },

    'POST /_local/installation': (request) => {
      const { repository, action } = readBody(request, 'Installation', installation);
      changeInstallation(request.hub, repository, action);
      return { status: 204 };
    },

    'POST /_local/suspension': (request) => {
      const { owner, suspended } = readBody(request, 'Suspension', suspension);
      suspendInstallation(request.hub, owner, suspended);
      return { status: 204 };
    },

    'POST /_local/settled': async () => {
      await sender.settled();
      return { status: 204 };
    },

    'DELETE /_local/repos/{owner}/{repo}/issues/{issue_number}': (request) => {
      const { store } = request.hub;
      const repository = store.repositoryByName(param(request, 'owner'), param(request, 'repo'));
      if (!repository) throw notFound();
      const issue = issueOf(request, repository);
      announceIssue(request.hub, issue, { user: store.user(repository.ownerId), viaApp: false }, 'deleted');
      issue.deleted = true;
      for (const comment of issue.comments) store.comments.delete(comment.id);
      return { status: 204 };
    },
  };
}
