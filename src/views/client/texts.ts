/** All texts of a view, in one object, so that they can be translated. */
export const TEXTS = {
  loading: 'Loading…',
  cancelled: 'The call was cancelled.',
  failed: 'That did not work.',
  timedOut: 'The host has not answered.',
  back: 'Back',
  yes: 'Yes',
  no: 'No',
  nothing: '—',
  notSet: '(not set)',
  records: (count: number) => (count === 1 ? '1 record' : `${count} records`),
  moreToLoad: (count: number) => `${count} records loaded; there are more`,
  atLimit: (count: number) => `${count} records loaded; a view holds no more`,
  noRecords: 'There are no records.',
  loadMore: 'Load more',
  columns: 'Columns',
  sortBy: (column: string) => `Sort by ${column}`,
  open: (name: string) => `Open ${name}`,
  action: 'Open',
  showTable: 'Table',
  showChart: 'Chart',
  display: 'Display',
  groupBy: 'Group by',
  measure: 'Measure',
  count: 'Count',
  sumOf: (column: string) => `Sum of ${column}`,
  byDay: (column: string) => `${column}, by day`,
  other: 'Other',
  group: 'Group',
  chartOf: (measure: string, group: string) => `${measure} by ${group}`,
  ofLoaded: 'Counts only the records that are loaded.',
  nothingToChart: 'No column of this list can be charted.',
  edit: 'Edit',
  remove: 'Delete…',
  related: 'Related lists',
  more: 'More details',
  review: 'Review changes',
  required: 'required',
  confirmUpdate: 'Save changes',
  confirmDelete: 'Delete for good',
  keepEditing: 'Keep editing',
  cancel: 'Cancel',
  reviewTitle: 'Review the change',
  deleteTitle: 'Delete this record?',
  field: 'Field',
  before: 'Before',
  after: 'After',
  sent: 'Sent',
  now: 'Now',
  deleted: 'deleted',
  unchanged: 'Nothing has been changed.',
  saved: 'Saved.',
  created: 'Created.',
  gone: 'Deleted.',
  done: 'Done.',
  differs: 'The application has stored something else than was sent:',
  problems: (count: number) =>
    count === 1 ? 'One field needs attention.' : `${count} fields need attention.`,
  noForm: 'These fields cannot be edited here:',
  onePerLine: 'one on each line',
  asJson: 'as JSON',
  isRequired: 'Enter a value.',
  isNotNumber: 'Enter a number.',
  isNotInteger: 'Enter a whole number.',
  isNotJson: 'Enter valid JSON.',
  isNotDate: 'Enter a date.',
  isBelow: (least: number) => `Enter ${least} or more.`,
  isAbove: (most: number) => `Enter ${most} or less.`,
  isShort: (least: number) => `Enter at least ${least} characters.`,
  isLong: (most: number) => `Enter at most ${most} characters.`,
  isNotChoice: 'Choose one of the values.',
  /** Tells the model about a change that it did not make itself. */
  tellUpdate: (title: string, id: string, fields: string) =>
    `In the view, the person used "${title}" on the record with the id ${id} and changed: ${fields}.`,
  tellDelete: (title: string, id: string) =>
    `In the view, the person used "${title}" on the record with the id ${id}.`,
};

/** @returns what a view says above the record that a call has changed */
export function bannerOf(does: string | undefined): string | undefined {
  switch (does) {
    case 'create':
      return TEXTS.created;
    case 'update':
      return TEXTS.saved;
    case 'delete':
      return TEXTS.gone;
    case 'act':
      return TEXTS.done;
    default:
      return undefined;
  }
}
