/**
 * People, bots and organisations as REST shows them.
 */
import type { Hub } from '../hub.ts';
import type { UserRecord } from '../records.ts';
import { nodeId } from './node-id.ts';

/** GitHub's `simple-user`. The square brackets of a bot's login are encoded in addresses. */
export function userShape(hub: Hub, user: UserRecord) {
  const login = encodeURIComponent(user.login);
  const url = `${hub.apiUrl}/users/${login}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type === 'Organization' ? 'O' : 'U', user.id),
    avatar_url: `${hub.webUrl}/avatars/u/${user.id}`,
    gravatar_id: '',
    url,
    html_url:
      user.type === 'Bot'
        ? `${hub.webUrl}/apps/${user.login.replace(/\[bot\]$/u, '')}`
        : `${hub.webUrl}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `GET /users/{username}`. */
export function publicUserShape(hub: Hub, user: UserRecord) {
  return {
    ...userShape(hub, user),
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: [...hub.store.repositories.values()].filter(
      ({ ownerId, private: hidden }) => ownerId === user.id && !hidden,
    ).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
  };
}

/** `organization` in webhooks. */
export function organisationShape(hub: Hub, user: UserRecord) {
  const url = `${hub.apiUrl}/orgs/${user.login}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('O', user.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${hub.webUrl}/avatars/u/${user.id}`,
    description: '',
  };
}
