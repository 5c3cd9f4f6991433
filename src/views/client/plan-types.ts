/** The arguments of a tool: a flat object. */
export interface FormSchema {
  properties?: object | undefined;
  required?: readonly string[] | undefined;
}

/** What a view knows about a tool that it shows or may call. */
export interface ViewTool {
  title: string;
  does: 'list' | 'show' | 'create' | 'update' | 'delete' | 'act';
  /** The arguments in the path, in its order; where the path ends with one, that one takes the record's id. */
  path: string[];
  /** Which of those take the id of the record that the tool is about: the last, or none. */
  id?: string;
  /** The tool that shows a record of this kind. */
  open?: string;
  /** For the tool that shows a record: the tools that change and delete it, and the lists of its children. */
  edit?: string;
  remove?: string;
  lists?: string[];
  /** The arguments as JSON Schema, of a tool that has a form. */
  schema?: FormSchema;
}

/** What is written into the HTML of a view: the tools around it, by name. */
export interface ViewPlan {
  /** The application's name; empty where its document has none. */
  application: string;
  /** The tool whose result the view shows; undefined where the call's arguments name it. */
  tool?: string;
  tools: Record<string, ViewTool>;
  /** The tools that call the others, where these are searched rather than listed, by what they do. */
  through?: { describe: string; calls: Record<string, string> };
}
