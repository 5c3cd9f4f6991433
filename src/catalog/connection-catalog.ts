import type { Catalog } from './tool-catalog.js';
import {
  selectKinds,
  withCompanions,
  type Companions,
  type ToolSelection,
} from './tool-selection.js';
import type { ToolView } from './tool-view.js';

/** The catalogue as a request's connection sees it. */
export interface ConnectionCatalog {
  catalog: Catalog;
  /** The part of the catalogue that the connection's URL and token allow; nothing else is shown. */
  view: ToolView;
  /** What its address leaves: a call of what the token may not do is refused, and not unknown. */
  reach: ToolView;
}

/**
 * @param kinds what the token may do; undefined for everything
 * @param companions which tools the client is shown beside those of operations
 */
export function connect(
  catalog: Catalog,
  selection: ToolSelection,
  kinds: readonly string[] | undefined,
  companions: Companions,
): ConnectionCatalog {
  const reach = catalog.view(selection);
  const seen = withCompanions(selectKinds(selection, kinds), companions);
  const view = seen === selection ? reach : catalog.view(seen);
  return { catalog, view, reach };
}
