import type { Catalog } from '../catalog/tool-catalog.js';
import type { ToolView } from '../catalog/tool-view.js';

/** The catalogue as a request's connection sees it. */
export interface Seen {
  catalog: Catalog;
  view: ToolView;
}
