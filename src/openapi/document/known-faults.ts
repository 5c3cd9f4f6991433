import type { Method } from './method.js';

/** A bug in the API of a stock Bullet Train application, mentioned in the tool's description so that nobody relies on it. */
export interface KnownFault {
  /** The name that the variable KNOWN_FAULTS uses. */
  name: string;
  method: Method;
  /** Matches the path in the document. */
  path: RegExp;
  /** The newest version of the `bullet_train` gems whose sources still have it. */
  seenIn: string;
  /** The sentence that ends the tool's description. */
  says: string;
  /** The list contains records of every team that the person may see. */
  ignoresTeam?: true;
}

/** Every known bug, with the place in Bullet Train's sources that causes it. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
  {
    // Memberships::ControllerBase loads with CanCanCan alone, not through the team.
    name: 'memberships-of-all-teams',
    method: 'get',
    path: /^\/teams\/\{[^{}]+\}\/memberships$/,
    seenIn: '1.45.1',
    says: 'The application answers memberships of all teams; only those of the team are shown.',
    ignoresTeam: true,
  },
  {
    name: 'invitations-of-all-teams',
    method: 'get',
    path: /^\/teams\/\{[^{}]+\}\/invitations$/,
    seenIn: '1.45.1',
    says: 'The application answers invitations of all teams; only those of the team are shown.',
    ignoresTeam: true,
  },
  {
    // The new membership has no team, so nobody may make it.
    name: 'membership-create',
    method: 'post',
    path: /^\/teams\/\{[^{}]+\}\/memberships$/,
    seenIn: '1.45.1',
    says: 'A stock application answers this with "Not found" and adds nobody: people are invited in the application.',
  },
  {
    // Likewise: the new invitation has no membership.
    name: 'invitation-create',
    method: 'post',
    path: /^\/teams\/\{[^{}]+\}\/invitations$/,
    seenIn: '1.45.1',
    says: 'A stock application answers this with "Not found" and invites nobody: people are invited in the application.',
  },
  {
    // UserMailer.invited looks for a UUID and is given the id.
    name: 'invitation-resend',
    method: 'post',
    path: /^\/invitations\/\{[^{}]+\}\/resend$/,
    seenIn: '1.45.1',
    says: 'A stock application sends no mail, whatever it answers: the person sends it again in the application.',
  },
  {
    name: 'user-update',
    method: 'put',
    path: /^\/users\/\{[^{}]+\}$/,
    seenIn: '1.45.1',
    says: 'A stock application fails at this (500): people change their details in the application.',
  },
  {
    // Documented, and not routed.
    name: 'webhook-event-delete',
    method: 'delete',
    path: /^\/webhooks\/outgoing\/events\/\{[^{}]+\}$/,
    seenIn: '1.45.1',
    says: 'A stock application has no such route and answers "Not found".',
  },
];

/** The faults that apply to an operation. */
export function faultsOf(
  { method, path }: { method: Method; path: string },
  faults: readonly KnownFault[],
): KnownFault[] {
  return faults.filter((fault) => fault.method === method && fault.path.test(path));
}
