import type { Attributes, Value } from './database.js';

type FieldType =
  'string' | 'date' | 'date-time' | 'integer' | 'decimal' | 'boolean' | 'strings' | 'attachment';

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  required?: true;
  writable?: true;
  initial?: Value;
  /** `%` becomes a number that differs at every rendering of the document. */
  example: Value;
}

/** One model: the source of both what the API reads and writes and what the document says. */
export interface Model {
  /** The Ruby class name. */
  className: string;
  /** The wrapper key of request bodies. */
  key: string;
  /** The table and path segment. */
  plural: 'teams' | 'users' | 'memberships' | 'projects' | 'tasks';
  title: string;
  parent?: { key: 'team_id' | 'project_id'; plural: 'teams' | 'projects' };
  fields: Field[];
}

/** A team, as Bullet Train has it. */
export const TEAM: Model = {
  className: 'Team',
  key: 'team',
  plural: 'teams',
  title: 'Teams',
  fields: [
    id('Team ID'),
    text('name', 'Team', 'EXAMPLE Generic Team %', { required: true }),
    text('time_zone', 'Primary Time Zone', 'International Date Line West'),
    text('locale', 'Language', 'en'),
    ...timestamps(),
  ],
};

/** A user, as Bullet Train has it. */
export const USER: Model = {
  className: 'User',
  key: 'user',
  plural: 'users',
  title: 'Users',
  fields: [
    // The starter's own document really calls this one "Team ID".
    id('Team ID'),
    text('email', 'Email Address', 'generic-user-%@example.com', { required: true }),
    text('first_name', 'First Name', 'Example First Name'),
    text('last_name', 'Last Name', 'Example Last Name'),
    text('time_zone', 'Your Time Zone', 'International Date Line West'),
    text('locale', 'Language', null),
    ...timestamps(),
    { name: 'profile_photo', label: 'Profile Photo', type: 'attachment', example: null },
  ],
};

/** A person's membership of a team, as Bullet Train has it. */
export const MEMBERSHIP: Model = {
  className: 'Membership',
  key: 'membership',
  plural: 'memberships',
  title: 'Team Members',
  parent: { key: 'team_id', plural: 'teams' },
  fields: [
    id('Membership ID'),
    { name: 'user_id', label: 'User ID', type: 'integer', example: 42 },
    { name: 'team_id', label: 'Team ID', type: 'integer', required: true, example: 42 },
    readOnly('invitation_id', 'Invitation ID', null),
    text('user_first_name', 'First Name', 'Example First Name'),
    text('user_last_name', 'Last Name', 'Example Last Name'),
    readOnly('user_profile_photo_id', 'Profile Photo', '1'),
    readOnly('user_email', 'User Email', 'generic-user-%@example.com'),
    readOnly('added_by_id', 'Added by User ID', null),
    readOnly('platform_agent_of_id', 'Platform Agent of ID', null),
    {
      name: 'role_ids',
      label: 'Special Privileges',
      type: 'strings',
      initial: [],
      example: ['admin'],
    },
    {
      name: 'platform_agent',
      label: 'Platform Agent',
      type: 'boolean',
      initial: false,
      example: false,
    },
    ...timestamps(),
    { name: 'user_profile_photo', label: 'User Profile Photo', type: 'attachment', example: null },
  ],
};

/** A project of a team: the sandbox's own model. */
export const PROJECT: Model = {
  className: 'Project',
  key: 'project',
  plural: 'projects',
  title: 'Projects',
  parent: { key: 'team_id', plural: 'teams' },
  fields: [
    id('Project ID'),
    { name: 'team_id', label: 'Team ID', type: 'integer', required: true, example: 42 },
    text('name', 'Name', 'Example Project %', { required: true }),
    text('description', 'Description', 'MyText'),
    // Buttons, options and super selects are checked by the form alone.
    text('priority', 'Priority', 'normal', { initial: 'normal' }),
    { name: 'due_on', label: 'Due On', type: 'date', writable: true, example: '2027-01-31' },
    { name: 'budget', label: 'Budget', type: 'decimal', writable: true, example: '1250.5' },
    {
      name: 'archived',
      label: 'Archived',
      type: 'boolean',
      writable: true,
      initial: false,
      example: false,
    },
    {
      name: 'tag_names',
      label: 'Tag Names',
      type: 'strings',
      writable: true,
      initial: [],
      example: ['internal'],
    },
    ...timestamps(),
  ],
};

/** A task of a project: the sandbox's own model. */
export const TASK: Model = {
  className: 'Task',
  key: 'task',
  plural: 'tasks',
  title: 'Tasks',
  parent: { key: 'project_id', plural: 'projects' },
  fields: [
    id('Task ID'),
    { name: 'project_id', label: 'Project ID', type: 'integer', required: true, example: 42 },
    text('name', 'Name', 'Example Task %', { required: true }),
    {
      name: 'done',
      label: 'Done',
      type: 'boolean',
      writable: true,
      initial: false,
      example: false,
    },
    text('notes', 'Notes', 'MyText'),
    ...timestamps(),
  ],
};

/** Every model, in the order of the document. */
export const MODELS = [TEAM, USER, MEMBERSHIP, PROJECT, TASK];

/** The attributes of a new record before anything is assigned. */
export function initialAttributes(model: Model): Attributes {
  return Object.fromEntries(
    model.fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])),
  );
}

function id(label: string): Field {
  return { name: 'id', label, type: 'integer', required: true, example: 42 };
}

function text(name: string, label: string, example: Value, more: Partial<Field> = {}): Field {
  return { name, label, type: 'string', writable: true, example, ...more };
}

function readOnly(name: string, label: string, example: Value): Field {
  return { name, label, type: 'string', example };
}

function timestamps(): Field[] {
  return [
    {
      name: 'created_at',
      label: 'Created At',
      type: 'date-time',
      example: '2023-01-01T00:00:00.000Z',
    },
    {
      name: 'updated_at',
      label: 'Updated At',
      type: 'date-time',
      example: '2023-01-02T00:00:00.000Z',
    },
  ];
}
