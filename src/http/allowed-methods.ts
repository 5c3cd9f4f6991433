import type { Request } from 'express';

/** What Express keeps of a route; its types leave out how it is matched. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** @returns the methods that there are routes for at a request's path; none where nothing is at all */
export function allowedMethods({ app, path }: Request): string[] {
  const layers = app.router.stack as unknown as Layer[];
  const methods = new Set(
    layers
      .filter((layer) => layer.route !== undefined && layer.match(path))
      .flatMap(({ route }) => Object.keys(route!.methods))
      .map((method) => method.toUpperCase()),
  );
  // Express answers HEAD wherever it answers GET.
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].toSorted();
}
