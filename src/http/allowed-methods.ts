import type { Request } from 'express';

/** The parts of an Express layer that are used here; Express's types leave out `match`. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** @returns the methods that have a route at a request's path; none if there is no route at all */
export function allowedMethods({ app, path }: Request): string[] {
  // Express does not type its stack's layers.
  const layers = app.router.stack as unknown as Layer[];
  const methods = new Set(
    layers
      .filter((layer) => layer.match(path))
      .flatMap(({ route }) => Object.keys(route?.methods ?? {}))
      .map((method) => method.toUpperCase()),
  );
  // Express answers HEAD where it answers GET.
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].toSorted();
}
