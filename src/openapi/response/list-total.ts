import { isRecord } from '../../values/is-record.js';
import type { ListPage } from './list-page.js';

/** Where APIs say how many records a list has, and in which member: Pagy, Kaminari, JSON:API, Laravel. */
const PLACES = ['meta', 'pagination', 'paging', 'page'];
const NAMES = ['total', 'total_count', 'totalCount', 'total_items', 'total_entries'];

/** @returns how many records the whole list has, where the page says so beside its records */
export function totalOf({ rest = {} }: ListPage): number | undefined {
  return [rest, ...PLACES.map((place) => rest[place])]
    .flatMap((place) => (isRecord(place) ? NAMES.map((name) => place[name]) : []))
    .find((total): total is number => Number.isSafeInteger(total) && Number(total) > 0);
}
