import type { Tool } from './tool.js';

/** The arguments of a tool that go into its path, in the path's order. */
export function pathArgumentsOf({
  destinations,
  path,
}: Pick<Tool, 'destinations' | 'path'>): string[] {
  return [...destinations]
    .flatMap(([argument, destination]) =>
      destination.in === 'parameter' && destination.parameter.in === 'path'
        ? [{ argument, at: path.indexOf(`{${destination.parameter.name}}`) }]
        : [],
    )
    .toSorted((one, other) => one.at - other.at)
    .map(({ argument }) => argument);
}
