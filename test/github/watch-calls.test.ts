import { expect, test } from '@jest/globals';
import { routeClass } from '../../src/github/watch-calls.ts';

test.each([
  ['/repos/{owner}/{repo}/issues/{issue_number}', 'issues'],
  ['/repos/{owner}/{repo}', 'repositories'],
  ['https://ghe.example.com/api/v3/repos/acme/comments/issues?page=2', 'issues'],
  ['/repos/{owner}/{repo}/issues{?labels}', 'issues'],
  ['/repos/{owner}/{repo}/issues/{issue_number}/comments', 'comments'],
  ['/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}', 'reactions'],
  ['/repos/{owner}/{repo}/issues/comments/{comment_id}/pin', 'pins'],
  ['/repos/{owner}/{repo}/issues/{issue_number}/timeline', 'timeline'],
  ['/repos/{owner}/{repo}/collaborators/{username}/permission', 'permission'],
  ['/repos/{owner}/{repo}/contents/{path}', 'contents'],
  ['/app/installations/{installation_id}/access_tokens', 'tokens'],
  ['/app/hook/deliveries', 'deliveries'],
  ['/app', 'app'],
  ['/installation/repositories', 'installation'],
  ['/graphql', 'graphql'],
  ['https://ghe.example.com/api/graphql', 'graphql'],
  ['https://api.github.com/repositories/7/issues/41/comments?page=2', 'comments'],
  ['https://ghe.example.com/api/v3/repositories/7/issues?page=2', 'issues'],
  ['/zen', 'other'],
])('%s is of the class %s', (url, name) => {
  expect(routeClass(url)).toBe(name);
});
