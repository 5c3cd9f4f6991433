import {
  callOptionsOf,
  withCallOptions,
  type CallOptions,
  type CallSettings,
} from './call-options.js';
import { annotateTool, type ToolAnnotations } from './annotations.js';
import { bodyNotes } from './body-notes.js';
import { describeTool, titleOf, type SummaryCount } from './description.js';
import type { IdSource } from './id-sources.js';
import { showUnseen } from '../../values/unseen.js';
import { faultsOf, type KnownFault } from '../document/known-faults.js';
import { argumentExamples, showExamples } from './show-examples.js';
import { inputSchemaOf, type ArgumentWords } from './input-schema.js';
import { mapTexts } from '../document/map-texts.js';
import { operationKind, type OperationKind } from '../operations/operation-kind.js';
import type { Operation } from '../operations/operations.js';
import type { ArgumentDestination, Plan } from '../plan/plan.js';
import type { ObjectSchema } from '../schema/schema-keywords.js';

/** An operation as a model sees it, and how a call becomes a request. */
export interface Tool extends Plan {
  name: string;
  title: string;
  description: string;
  /** What a client is shown: every keyword in it is one that all model providers accept. */
  inputSchema: ObjectSchema;
  /** What a successful answer looks like, where the document says so and the list has room for it. */
  outputSchema?: ObjectSchema;
  /** Values that the document shows for arguments of which nothing else says what is written there. */
  examples: Record<string, unknown>;
  annotations: ToolAnnotations;
  /** What people are told that it does, and which of search mode's tools calls it. */
  kind: OperationKind;
  /** The document's groups that it belongs to. */
  tags: readonly string[];
  /** What the document says of the first of them. */
  resource: string;
  /** The arguments that say how a call is carried out. */
  callOptions: CallOptions;
  /** It lists the records of a team, and the application is known to answer those of all teams. */
  ignoresTeam?: true;
}

/** What the rest of the document says that a tool's words are made of. */
export interface DocumentContext {
  /** Tag descriptions as plain text, by the tags' names. */
  tags: ReadonlyMap<string, string>;
  idSource: IdSource;
  descriptionCount: ArgumentWords['descriptionCount'];
  summaryCount: SummaryCount;
  /** What the application is known to do wrong. */
  faults: readonly KnownFault[];
  call: CallSettings;
}

/** Puts the tool of an operation into words: what a client is shown of the plan. */
export function emitTool(
  operation: Operation,
  plan: Plan,
  name: string,
  context: DocumentContext,
): Tool {
  const title = titleOf(operation, name, context.summaryCount);
  const inputSchema = inputSchemaOf(plan.acceptedSchema, name, {
    descriptionCount: context.descriptionCount,
    sourceOf: (argument) => sourceOf(plan.destinations.get(argument)),
  });
  const examples = argumentExamples(inputSchema, exampleOf);
  const kind = operationKind({ ...operation, name }, operation.overrides);
  const callOptions = callOptionsOf(plan, kind, context.call);
  const faults = faultsOf(operation, context.faults);
  return {
    ...plan,
    name,
    title,
    description: [
      describeTool(operation, name, title, context.tags),
      // Whoever describes the tool themselves knows what it does.
      ...(operation.overrides.description
        ? []
        : [...bodyNotes(plan), ...faults.map(({ says }) => says)]),
    ]
      .join('. ')
      .replace(/([.!?…])\. /g, '$1 '),
    callOptions,
    inputSchema: mapTexts(
      withCallOptions(showExamples(inputSchema, examples), callOptions),
      showUnseen,
    ),
    examples: mapTexts(examples, showUnseen),
    annotations: annotateTool(operation, name, title, kind),
    kind,
    tags: operation.tags,
    resource: operation.tags.map((tag) => context.tags.get(tag)).find(Boolean) ?? '',
    ...(faults.some(({ ignoresTeam }) => ignoresTeam) && { ignoresTeam: true }),
  };

  function exampleOf(argument: string): unknown {
    const destination = plan.destinations.get(argument);
    if (destination?.in === 'body') return operation.examples?.get(`body ${destination.name}`);
    if (destination?.in !== 'parameter') return undefined;
    const { in: place, name: parameter } = destination.parameter;
    return operation.examples?.get(`${place} ${parameter}`);
  }

  function sourceOf(destination: ArgumentDestination | undefined): string | undefined {
    if (!destination || destination.in === 'whole body' || destination.in === 'list')
      return undefined;
    if (destination.in === 'body') return context.idSource(operation, destination.name);
    const { parameter } = destination;
    return parameter.in === 'header' ? undefined : context.idSource(operation, parameter.name);
  }
}
