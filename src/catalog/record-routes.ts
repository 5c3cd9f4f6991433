import { fillPlaceholders, placeholdersOf } from '../openapi/document/path-template.js';
import type { Tool } from '../openapi/tools/tool.js';
import { singularize } from '../values/inflect.js';

/** An operation that fetches one record by the ids in its path: `GET /projects/{id}`. */
export interface RecordRoute {
  /** The kind of the records, in the plural: `projects`. */
  collection: string;
  /** How many ids its path takes. */
  ids: number;
  /** The path below the host with its placeholders, for those who watch. */
  template: string;
  /** @param ids the placeholders' values, in order; percent-encoded here. @returns the path below the host */
  fill(ids: readonly string[]): string;
}

type Operation = Pick<
  Tool,
  'method' | 'path' | 'template' | 'base' | 'list' | 'inputSchema' | 'destinations'
>;

/**
 * Where the application tells of a record, also by operations that the operator does not offer: from the document's
 * paths, in which Bullet Train's routes are shallow (`/projects/{project_id}/tasks`, `/tasks/{id}`).
 */
export class RecordRoutes {
  /** Whether any operation has to do with teams. */
  readonly hasTeams: boolean;
  private readonly byShape = new Map<string, RecordRoute>();
  private readonly byName = new Map<string, RecordRoute[]>();
  private readonly parents = new Map<string, Set<string>>();

  constructor(operations: readonly Operation[], apiPath: string) {
    this.hasTeams = operations.some(
      ({ path, destinations }) =>
        /(^|\/)teams(\/|$)/.test(path) ||
        [...destinations.keys()].some((name) => name === 'team_id'),
    );
    for (const operation of operations) {
      this.addParent(operation.path);
      if (!fetchesRecord(operation)) continue;
      const { path, template, base = apiPath } = operation;
      const names = placeholdersOf(path);
      const route: RecordRoute = {
        collection: collectionOf(path),
        ids: names.length,
        template: base + path,
        fill: (ids) =>
          base +
          fillPlaceholders(template, (name) => encodeURIComponent(ids[names.indexOf(name)] ?? '')),
      };
      this.byShape.set(shapeOf(path), route);
      const key = singularize(route.collection);
      this.byName.set(key, [...(this.byName.get(key) ?? []), route]);
    }
  }

  /** The operation that fetches the record at the end of such a path, whatever its placeholders are called. */
  at(path: string): RecordRoute | undefined {
    return this.byShape.get(shapeOf(path));
  }

  /**
   * Those of the records that a field names with one id: of `project` for `project_id`; of `old_project` too, where
   * there is nothing of that very name.
   */
  named(name: string): readonly RecordRoute[] {
    const words = name.split('_');
    for (let from = 0; from < words.length; from += 1) {
      const routes = this.byName.get(singularize(words.slice(from).join('_')));
      if (routes) return routes.filter(({ ids }) => ids === 1);
    }
    return [];
  }

  /** The fields by which a record of this collection names what it belongs to: of `tasks`, `project_id`. */
  parentsOf(collection: string): ReadonlySet<string> {
    return this.parents.get(collection) ?? new Set();
  }

  /** `/projects/{project_id}/tasks` says that a task has a `project_id`. */
  private addParent(path: string): void {
    const segments = path.split('/').filter(Boolean);
    const [, parent] = /^\{(\w+)\}$/.exec(segments.at(-2) ?? '') ?? [];
    const collection = segments.at(-1) ?? '';
    if (parent === undefined || collection.startsWith('{')) return;
    this.parents.set(collection, (this.parents.get(collection) ?? new Set()).add(parent));
  }
}

/** The last segment of a path that is not a placeholder: `tasks` of `/tasks/{id}`. */
export function collectionOf(path: string): string {
  return path.split('/').findLast((segment) => segment !== '' && !segment.startsWith('{')) ?? '';
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]+\}/g, '{}');
}

function fetchesRecord({ method, list, path, inputSchema, destinations }: Operation): boolean {
  const inPath = new Set(placeholdersOf(path));
  return (
    method === 'get' &&
    !list &&
    path.endsWith('}') &&
    (inputSchema.required ?? []).every((argument) => {
      const to = destinations.get(argument);
      return to?.in === 'parameter' && to.parameter.in === 'path' && inPath.has(to.parameter.name);
    })
  );
}
