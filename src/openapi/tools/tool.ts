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
import { reachOf, type Reach } from './reach.js';
import { showUnseen } from '../../values/unseen.js';
import { faultsOf, type KnownFault } from '../document/known-faults.js';
import { argumentExamples, showExamples } from './show-examples.js';
import { inputSchemaOf, type ArgumentWords } from './input-schema.js';
import { mapTexts } from '../document/map-texts.js';
import { operationKind } from '../operations/operation-kind.js';
import type { OperationKind } from '../../values/operation-kind.js';
import type { Operation } from '../operations/operations.js';
import type { ArgumentDestination } from '../plan/argument.js';
import type { Plan } from '../plan/plan.js';
import type { ObjectSchema } from '../schema/schema-keywords.js';

/** An operation as a model sees it, and how a call becomes a request. */
export interface Tool extends Plan {
  name: string;
  title: string;
  description: string;
  /** What clients are shown; every keyword is one that all model providers accept. */
  inputSchema: ObjectSchema;
  /** The schema of the result, where the document describes the response and the list has room. */
  outputSchema?: ObjectSchema;
  /** Examples of arguments whose schema does not show what belongs there, by argument name. */
  examples: Record<string, unknown>;
  annotations: ToolAnnotations;
  /** Read, write or delete: what the consent page counts, and which meta-tool may call it. */
  kind: OperationKind;
  /** Whom a call reaches outside the application; undefined for nobody. */
  reach?: Reach;
  /** The document's tags of the operation. */
  tags: readonly string[];
  /** The description of the first tag that has one; empty without one. */
  resource: string;
  /** The arguments that say how a call is carried out. */
  callOptions: CallOptions;
  /** The argument of a list that takes words to search for, where the operator says so. */
  searchedBy?: string;
  /** Set for a list of a team's records where the application is known to return those of all teams. */
  ignoresTeam?: true;
}

/** What a tool's texts need from the rest of the document. */
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

/** Emits the tool of an operation: its plan, and the texts and schemas that clients are shown. */
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
  const { search } = operation.overrides;
  const reach = reachOf(operation, plan, name, kind);
  const callOptions = callOptionsOf(plan, kind, context.call);
  const faults = faultsOf(operation, context.faults);
  return {
    ...plan,
    name,
    title,
    description: [
      describeTool(operation, name, title, context.tags),
      // An operator who describes the tool knows its faults.
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
    annotations: annotateTool(operation, name, title, kind, reach),
    kind,
    ...(reach && { reach }),
    tags: operation.tags,
    resource: operation.tags.map((tag) => context.tags.get(tag)).find(Boolean) ?? '',
    ...(isSearched(plan, search) && { searchedBy: search }),
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

function isSearched(
  { list, destinations }: Plan,
  argument: string | undefined,
): argument is string {
  return argument !== undefined && list && destinations.get(argument)?.in === 'parameter';
}
