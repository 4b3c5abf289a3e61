/**
 * One outage of two hours, as it could have happened: customers cannot sign in, the first suspicion is wrong, the first validation fails, and the
 * first close comes too early. All that people say is here; nothing of what Muster says is.
 */
import { BEGINNING, WRONG_TRACK } from './first-hour.ts';
import type { Story } from './scene.ts';
import { FIRST_FIX, REOPENED, SECOND_FIX } from './second-hour.ts';

export const STORY: Story = {
  owner: 'lumen',
  repository: 'shop',
  day: '2026-11-17',
  cast: [
    { login: 'mira', is: 'support engineer, opens the issue', permission: 'triage' },
    { login: 'tomas', is: 'leads at first', permission: 'write' },
    { login: 'ines', is: 'tells leadership, leads from 10:15', permission: 'admin' },
    { login: 'priya', is: 'fixes', permission: 'write' },
    { login: 'jonas', is: 'helps to fix', permission: 'write' },
    { login: 'lena', is: 'keeps the timeline', permission: 'write' },
    { login: 'hugo', is: 'tells customers', permission: 'triage' },
    { login: 'felix', is: 'tests the app', permission: 'triage' },
    { login: 'noor', is: 'tests the web', permission: 'triage' },
    { login: 'kurt', is: 'in sales, may read only', permission: 'read' },
  ],
  scenes: [...BEGINNING, ...WRONG_TRACK, ...FIRST_FIX, ...SECOND_FIX, ...REOPENED],
};
