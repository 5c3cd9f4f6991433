import type { OperationKind } from '../../values/operation-kind.js';
import { endsInPlaceholder, isPlaceholder, segmentsOf } from '../document/path-template.js';
import { singular, splitIdentifier } from '../document/path-words.js';
import type { Operation } from '../operations/operations.js';
import type { Plan } from '../plan/plan.js';

/** Whom a call reaches outside the application: people by a message, other systems, or visitors of its public pages. */
export type Reach = 'people' | 'systems' | 'public';

const REACHES = ['people', 'systems', 'public'] as const;

/** Verbs with which a tool's name, or the action at the end of its path, begins. */
const VERBS: Record<Reach, RegExp> = {
  people: /^(announce|broadcast|deliver|invite|notify|nudge|redeliver|remind|resend|send)$/,
  systems: /^(charge|payout|ping|refund|sync|synchronize)$/,
  public: /^(publish|share|tweet|unpublish|unshare)$/,
};
/** Verbs that are nouns as well: `POST /orders/{id}/email`, and not `POST /teams/{id}/email_templates`. */
const NOUN_VERBS = /^(email|mail|message|sms|text)$/;
/** Records that are messages: creating one sends it. */
const MESSAGES =
  /^(announcement|broadcast|email|invitation|invite|mail|mailing|message|newsletter|notification|reminder|sms)$/;
const HOOKS = /^(endpoint|hook|subscription|webhook)$/;

/** Fields that have something sent, fetched or shown. */
const FIELDS: Record<Reach, RegExp> = {
  people: /^(notify|send)(_|$)|_notify$/,
  systems: /(^|_)(callback|download|fetch|import|remote|source|webhook)_ur[il]s?$|^remote_\w+_url$/,
  public:
    /^(is_)?(live|live_mode|public|publish|published|published_at)$|^(seo_|custom_domain$|subdomain$)|^visible($|_(in|on)_)/,
};
const MESSAGE =
  '(e-?mails?|invitations?|mails?|messages?|newsletters?|notifications?|receipts?|reminders?|sms)';
/** Sentences of the document that say so. */
const SENTENCES: Record<Reach, RegExp> = {
  people: new RegExp(
    `\\b(e-?mailed|notif(y|ies|ied)|(re)?sen(d|ds|t) (\\w+ ){0,3}${MESSAGE}|${MESSAGE} (is|are|will be|gets?) (re)?sent)\\b`,
    'i',
  ),
  systems: /\b(charges|refunds) (an?|the|their) |\bposts? to an? (external|outside|remote)\b/i,
  public: /\b((un)?publishes|makes (it|the \w+) public)\b/i,
};
const NEGATION = /\b(no|nobody|not|nothing|never|without|instead of)\b|n't\b/i;

/**
 * Tells whom an operation reaches outside the application, by its name, its path, its fields and the document's texts.
 * @returns undefined for what only reads, and for what changes nothing but the application's own records
 */
export function reachOf(
  operation: Operation,
  { destinations }: Pick<Plan, 'destinations'>,
  name: string,
  kind: OperationKind,
): Reach | undefined {
  if (kind === 'read') return undefined;
  const verbs = [verbOf(name.split('_')), actionOf(operation)];
  const record = reachOfRecord(operation);
  const fields = [...destinations.values()].flatMap((to) =>
    to.in === 'body' ? to.name : to.in === 'parameter' ? to.parameter.name : [],
  );
  const sentences = sentencesOf(operation);
  return REACHES.find(
    (reach) =>
      verbs.some((verb) => VERBS[reach].test(verb)) ||
      (reach === 'people' && verbs.some((verb) => NOUN_VERBS.test(verb))) ||
      record === reach ||
      fields.some((field) => FIELDS[reach].test(field)) ||
      sentences.some((sentence) => SENTENCES[reach].test(sentence)),
  );
}

function verbOf([first = '', second = '']: readonly string[]): string {
  return /^(bulk|mass)$/.test(first) ? second : first;
}

/** `notify` in `POST /orders/{id}/notify_customer`; empty where the path ends in a collection or in a record. */
function actionOf({ method, path }: Operation): string {
  if (method === 'delete' || endsInPlaceholder(path)) return '';
  const words = splitIdentifier(segmentsOf(path).at(-1) ?? '');
  const [first = ''] = words;
  const isCollection = singular(words).at(-1) !== words.at(-1);
  return isCollection && NOUN_VERBS.test(first) ? '' : first;
}

/** The kind of a record tells nothing about a call that deletes it. */
function reachOfRecord({ method, path }: Operation): Reach | undefined {
  if (method === 'delete') return undefined;
  const named = segmentsOf(path).filter((segment) => !isPlaceholder(segment));
  const words = named.flatMap((segment) => splitIdentifier(segment));
  const head = singular(splitIdentifier(named.at(-1) ?? '')).at(-1) ?? '';
  const isHook = words.some((word) => /^webhooks?$/.test(word)) && !words.includes('incoming');
  if (isHook && HOOKS.test(head)) return 'systems';
  return method === 'post' && MESSAGES.test(head) ? 'people' : undefined;
}

function sentencesOf({ summary, description }: Operation): string[] {
  const sentences = `${summary}. ${description}`.split(/(?<=[.!?;])\s|\n/);
  return sentences.filter((sentence) => !NEGATION.test(sentence));
}
