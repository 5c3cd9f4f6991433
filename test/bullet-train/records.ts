/** The arguments for the tools of one model: every field that they accept. */
export interface Records {
  /** The last part of create_…, get_…, update_… and delete_…. */
  singular: string;
  list: string;
  parent: Record<string, number>;
  created: Record<string, unknown>;
  updated: Record<string, unknown>;
  /** The fields that are returned in another form than they were sent. */
  shown?: Record<string, unknown>;
}

/** The first project, creative concept and team of the seeds. */
const [TEAM, PROJECT, CONCEPT] = [1, 1, 1];

const TANGIBLE_THING = {
  text_field_value: 'Lantern',
  button_value: 'two',
  color_picker_value: '#9C73D2',
  cloudinary_image_value: 'lantern-1',
  date_field_value: '2027-02-28',
  date_and_time_field_value: '2027-02-28T10:30:00.000Z',
  email_field_value: 'keeper@example.com',
  password_field_value: 'sesame-sesame',
  phone_field_value: '+19053871234',
  option_value: 'one',
  multiple_option_values: ['one', 'three'],
  super_select_value: 'five',
  text_area_value: 'Two\nlines',
  action_text_value: '<div>Lit at <strong>dusk</strong></div>',
};

const EXHIBIT = {
  name: 'Sextant',
  notes: 'Two\nlines',
  phase: 'shown',
  rarity: 'nobody checks this',
  colour: '#FFBF00',
  portrait: 'sextant-1',
  mood: '🧭',
  contact_email: 'curator@example.com',
  contact_phone: '+19053871234',
  secret_word: 'sesame',
  pieces: 3,
  weight: 1.25,
  found_on: '2027-02-28',
  catalogued_at: '2027-02-28T10:30:00.000Z',
  on_display: true,
  fragile: true,
  origin: 'lagoon',
  keeper_id: 1,
  recipe: 'mix(1, 2)',
  materials: ['brass', 'glass'],
  uses: ['navigation'],
  related_places: ['quay'],
};

export const RECORDS: Records[] = [
  {
    singular: 'webhooks_outgoing_endpoint',
    list: 'list_webhooks_outgoing_endpoints',
    parent: { team_id: TEAM },
    created: {
      name: 'Archive',
      url: 'https://hooks.example.com/second',
      event_type_ids: ['project.deleted'],
      deactivated_at: '2027-01-31T12:00:00.000Z',
    },
    updated: { name: 'Renamed', event_type_ids: [], deactivated_at: null },
  },
  {
    singular: 'absolutely_abstract_creative_concept',
    list: 'list_absolutely_abstract_creative_concepts',
    parent: { team_id: TEAM },
    created: { name: 'Beacon', description: 'On the hill' },
    updated: { description: 'In the bay' },
  },
  {
    singular: 'completely_concrete_tangible_thing',
    list: 'list_completely_concrete_tangible_things',
    parent: { absolutely_abstract_creative_concept_id: CONCEPT },
    created: TANGIBLE_THING,
    updated: { text_field_value: 'Lamp', multiple_option_values: [], date_field_value: null },
    shown: { password_field_value: '[redacted]' },
  },
  {
    singular: 'project',
    list: 'list_projects',
    parent: { team_id: TEAM },
    created: {
      name: 'Regatta',
      description: 'Two\nlines',
      priority: 'high',
      due_on: '2027-06-30',
      budget: 12.5,
      archived: true,
      tag_names: ['summer', 'sail'],
    },
    updated: { name: 'Regatta 2', budget: 99.99, archived: false, tag_names: [] },
    shown: { budget: '12.5' },
  },
  {
    singular: 'task',
    list: 'list_tasks',
    parent: { project_id: PROJECT },
    created: { name: 'Book the band', done: true, notes: 'Brass' },
    updated: { done: false, notes: null },
  },
  {
    singular: 'projects_milestone',
    list: 'list_projects_milestones',
    parent: { project_id: PROJECT },
    created: { name: 'Anchored', reached_at: '2027-03-01T08:00:00.000Z', sort_order: 1 },
    updated: { name: 'Anchored twice', sort_order: 2 },
  },
  {
    singular: 'exhibit',
    list: 'list_exhibits',
    parent: { team_id: TEAM },
    created: EXHIBIT,
    updated: {
      name: 'Old sextant',
      phase: 'found',
      fragile: false,
      materials: [],
      keeper_id: null,
    },
    shown: { weight: '1.25', secret_word: '[redacted]' },
  },
];

/** The fields of an exhibit that super scaffolding permits, but no response shows in a writable form. */
export const LACKING_FIELDS = `
create_exhibit, update_exhibit:
  add_fields:
    story: rich_text
    photograph: file
    photograph_removal: removal
    papers: files
    papers_removal: removals
    address: address
`;

/** Numbers of a decimal column are returned as text. */
export function decimals(given: Record<string, unknown>, shown: Record<string, unknown> = {}) {
  const names = Object.keys(given).filter(
    (name) => typeof given[name] === 'number' && name in shown,
  );
  return Object.fromEntries(names.map((name) => [name, String(given[name])]));
}
