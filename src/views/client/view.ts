import type { ViewPlan } from './plan-types.js';
import type { Bridge } from './bridge.js';
import { Calls, childArguments, pathArguments, type Answer, type Args } from './calls.js';
import { changesTable, differencesOf, reviewOf } from './change.js';
import { button, el } from './dom.js';
import { changesOf, fieldsOf, type Change } from './fields.js';
import { formOf } from './form.js';
import { listOf, MOST_ROWS, type ListState } from './list.js';
import { recordOf } from './record.js';
import { idOf, rowsOf, type Row } from './rows.js';
import { endOf, screenOf } from './result-screen.js';
import type { Screen, Shown } from './screens.js';
import { TEXTS } from './texts.js';
import { labelOf, type Writing } from './values.js';

type Of<Kind extends Screen['is']> = Extract<Screen, { is: Kind }>;

/** What the host lets a view do (MCP Apps, `McpUiHostCapabilities`). */
interface Host {
  callsTools: boolean;
  takesContext: boolean;
}

/** The screens of one view, and the way from one to the next. */
export class View {
  host: Host = { callsTools: false, takesContext: false };
  writing: Writing = {};
  private readonly screens: Screen[] = [{ is: 'message', text: TEXTS.loading }];
  private problem?: string | undefined;
  private isBusy = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly plan: ViewPlan,
    private readonly bridge: Bridge,
    private readonly calls: Calls,
  ) {}

  /** Shows the result of a call in place of all earlier screens. */
  show(tool: string | undefined, args: Args, answer: Answer): void {
    this.screens.length = 0;
    this.screens.push(screenOf(this.plan, { tool, args, answer }));
    this.render();
  }

  showMessage(text: string): void {
    this.show(undefined, {}, { error: text });
  }

  render(isNew = false): void {
    const focused = document.activeElement?.getAttribute('data-focus');
    const open = [...this.root.querySelectorAll('details[open]')].map((details) =>
      details.getAttribute('data-open'),
    );
    this.root.setAttribute('aria-busy', String(this.isBusy));
    this.root.replaceChildren(
      el('div', { role: 'alert' }, this.problem && el('p', { class: 'error' }, this.problem)),
      this.draw(this.current),
      this.footer(),
    );
    if (this.isBusy) for (const each of this.root.querySelectorAll('button')) each.disabled = true;
    if (isNew) {
      this.root.querySelector<HTMLElement>('[tabindex="-1"], input, button')?.focus();
      return;
    }
    for (const details of this.root.querySelectorAll('details')) {
      details.open = open.includes(details.getAttribute('data-open'));
    }
    if (focused === null || focused === undefined) return;
    this.root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  private get current(): Screen {
    return this.screens.at(-1) ?? { is: 'message', text: TEXTS.loading };
  }

  private draw(screen: Screen): HTMLElement {
    switch (screen.is) {
      case 'message':
        return el('p', { role: 'status', class: screen.isError && 'error' }, screen.text);
      case 'list':
        return this.drawList(screen);
      case 'record':
        return this.drawRecord(screen);
      case 'form':
        return this.drawForm(screen);
      case 'review':
        return reviewOf(screen.changes, this.writing, {
          confirm: this.isDeletion(screen) ? TEXTS.confirmDelete : TEXTS.confirmUpdate,
          onConfirm: () => void this.carryOut(screen),
          onCancel: () => this.back(),
        });
    }
  }

  private drawList({ tool, args, list }: Of<'list'>): HTMLElement {
    const opener = this.tool(this.tool(tool)?.open);
    const name = this.tool(tool)?.open;
    const canOpen = list.rows.some((row) => pathArguments(opener, row, args));
    const canLoad = list.next && list.rows.length < MOST_ROWS && tool !== undefined;
    const table = listOf(
      list,
      {
        update: () => this.render(),
        open:
          this.host.callsTools && name !== undefined && canOpen
            ? (row) => void this.follow(name, pathArguments(opener, row, args))
            : undefined,
        loadMore:
          this.host.callsTools && canLoad ? () => void this.loadMore(tool, args, list) : undefined,
      },
      this.writing,
    );
    const title = this.tool(tool)?.title;
    return el('section', {}, title !== undefined && el('h1', { tabindex: -1 }, title), table);
  }

  private drawRecord(screen: Of<'record'>): HTMLElement {
    const { record, args, banner, differences = [] } = screen;
    const tool = this.tool(screen.tool);
    const isGone = tool?.does === 'delete';
    const about = isGone ? undefined : this.tool(tool?.open);
    const edit = pathArguments(this.tool(about?.edit), record, args);
    const remove = pathArguments(this.tool(about?.remove), record, args);
    const can = this.host.callsTools;
    const [editor, remover] = [about?.edit, about?.remove];
    const lists = (can ? (about?.lists ?? []) : []).flatMap((name) => {
      const given = childArguments(this.tool(name), record, args);
      const title = this.tool(name)?.title ?? labelOf(name);
      return given ? [[title, () => void this.follow(name, given)] as const] : [];
    });
    return el(
      'section',
      {},
      banner !== undefined && el('p', { role: 'status', class: 'success' }, banner),
      differences.length > 0 && el('p', {}, TEXTS.differs),
      differences.length > 0 && changesTable(differences, [TEXTS.sent, TEXTS.now], this.writing),
      recordOf(
        record,
        tool?.title ?? this.plan.application,
        {
          edit:
            can && edit && editor !== undefined
              ? () => void this.edit(screen, editor, edit)
              : undefined,
          remove:
            can && remove && remover !== undefined
              ? () => this.remove(screen, remover, remove)
              : undefined,
          lists,
        },
        this.writing,
      ),
    );
  }

  private drawForm(screen: Of<'form'>): HTMLElement {
    const { from, edit, fields } = screen;
    return el(
      'section',
      {},
      el('h1', { tabindex: -1 }, this.tool(edit)?.title ?? TEXTS.edit),
      formOf(
        fields,
        from.record,
        { ...screen, submit: TEXTS.review },
        () => this.review(screen),
        button(TEXTS.cancel, () => this.back()),
      ),
    );
  }

  private footer(): HTMLElement {
    const isInside = this.screens.length > 1 && !['form', 'review'].includes(this.current.is);
    return el('footer', {}, isInside && button(TEXTS.back, () => this.back(), { class: 'link' }));
  }

  private back(): void {
    if (this.screens.length > 1) this.screens.pop();
    this.problem = undefined;
    this.render(true);
  }

  private go(screen: Screen): void {
    this.screens.push(screen);
    this.problem = undefined;
    this.render(true);
  }

  private async follow(name: string, args: Args | undefined): Promise<void> {
    if (!args) return;
    const data = await this.ask(name, args);
    if (data) this.go(screenOf(this.plan, { tool: name, args, answer: { data } }));
  }

  private async loadMore(tool: string, args: Args, list: ListState): Promise<void> {
    const data = await this.ask(tool, { ...args, ...list.next });
    if (!data) return;
    list.rows = [...list.rows, ...rowsOf(data['items'])].slice(0, MOST_ROWS);
    Object.assign(list, { next: undefined, note: undefined }, endOf(data));
    this.render();
  }

  private async edit(from: Shown, name: string, path: Args): Promise<void> {
    this.setBusy(true);
    const schema = await this.calls.schemaOf(name);
    this.setBusy(false);
    const fields = fieldsOf(schema ?? {}, this.tool(name)?.path ?? [], from.record);
    this.go({ is: 'form', from, edit: name, path, fields, texts: new Map(), problems: new Map() });
  }

  private review(screen: Of<'form'>): void {
    const { from, edit, path, fields, texts } = screen;
    const { changes, problems } = changesOf(fields, from.record, texts);
    screen.problems = problems;
    if (problems.size === 0 && changes.length > 0) {
      this.go({ is: 'review', from, tool: edit, path, changes });
      return;
    }
    this.problem = problems.size === 0 ? TEXTS.unchanged : undefined;
    this.render();
    this.root.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }

  private remove(from: Shown, name: string, path: Args): void {
    const changes = Object.entries(from.record).map(([field, before]) => ({
      name: field,
      before,
      after: TEXTS.deleted,
    }));
    this.go({ is: 'review', from, tool: name, path, changes });
  }

  private isDeletion({ tool }: Of<'review'>): boolean {
    return this.tool(tool)?.does === 'delete';
  }

  /** Makes the change that was reviewed. */
  private async carryOut(screen: Of<'review'>): Promise<void> {
    const { from, tool, path, changes } = screen;
    const isDeletion = this.isDeletion(screen);
    const sent = isDeletion ? {} : asArguments(changes);
    const data = await this.ask(tool, { ...sent, ...path });
    if (!data) return;
    this.tellModel(screen);
    while (this.screens.length > 1 && this.current.is !== 'list') this.screens.pop();
    this.keepList(from.record, isDeletion ? undefined : data);
    const record = isDeletion ? from.record : { ...from.record, ...data };
    const differences = isDeletion ? [] : differencesOf(sent, data);
    const banner = isDeletion ? TEXTS.gone : TEXTS.saved;
    const shown = { tool: isDeletion ? tool : from.tool, args: from.args, record };
    const after: Screen = { is: 'record', ...shown, banner, differences };
    if (this.current.is === 'list') this.go(after);
    else {
      this.screens.splice(0, this.screens.length, after);
      this.render(true);
    }
  }

  /** Updates the record in the list behind it. */
  private keepList(old: Row, now: Row | undefined): void {
    if (this.current.is !== 'list') return;
    const { list } = this.current;
    const id = idOf(old);
    list.rows = list.rows.flatMap((row) => {
      if (idOf(row) !== id) return [row];
      return now ? [{ ...row, ...now }] : [];
    });
  }

  /** Sends field names and an id, never values: records are not the person's words. */
  private tellModel({ from, tool, changes }: Of<'review'>): void {
    if (!this.host.takesContext) return;
    const title = this.tool(tool)?.title ?? tool;
    const id = idOf(from.record) ?? '';
    const text =
      this.tool(tool)?.does === 'delete'
        ? TEXTS.tellDelete(title, id)
        : TEXTS.tellUpdate(title, id, changes.map(({ name }) => name).join(', '));
    this.bridge
      .request('ui/update-model-context', { content: [{ type: 'text', text }] })
      .catch(() => undefined);
  }

  /** @returns undefined if the call failed; the view then shows the reason */
  private async ask(name: string, args: Args): Promise<Record<string, unknown> | undefined> {
    this.setBusy(true);
    const answer = await this.calls.call(name, args);
    this.isBusy = false;
    this.problem = 'error' in answer ? answer.error : undefined;
    if ('data' in answer) return answer.data;
    this.render();
    return undefined;
  }

  private setBusy(isBusy: boolean): void {
    this.isBusy = isBusy;
    this.problem = undefined;
    this.render();
  }

  private tool(name: string | undefined) {
    return name === undefined ? undefined : this.plan.tools[name];
  }
}

function asArguments(changes: readonly Change[]): Args {
  return Object.fromEntries(changes.map(({ name, after }) => [name, after]));
}
