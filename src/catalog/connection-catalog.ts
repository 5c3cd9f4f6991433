import type { Catalog } from './tool-catalog.js';
import type { ToolView } from './tool-view.js';

/** The catalogue as a request's connection sees it. */
export interface ConnectionCatalog {
  catalog: Catalog;
  view: ToolView;
}
