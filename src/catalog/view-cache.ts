import { LRUCache } from 'lru-cache';
import type { ToolView } from './tool-view.js';

/** People narrow their connections in few different ways. */
const MAX_VIEWS = 100;
const MAX_BYTES = 16 * 1024 * 1024;
/**
 * What a view takes for each of its tools, whose schemas it shares with all other views: measured, and rounded up; with
 * the list that names the tools' views, and the kinds of records that these are made from.
 */
const BYTES_OF_A_TOOL = 768;

/** @returns room for the views of one version of the document, by their selection's key */
export function createViewCache(): LRUCache<string, ToolView> {
  return new LRUCache({
    max: MAX_VIEWS,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ tools }, key) => tools.length * BYTES_OF_A_TOOL + 2 * key.length + 1,
  });
}
