import { describe, expect, it } from '@jest/globals';
import { compileTools } from '../../openapi/compile.js';
import type { Tool } from '../../openapi/tools/tool.js';
import { ToolIndex } from './tool-index.js';

/** An application with these kinds of records: a path, and the summaries of its five operations. */
function applicationWith(kinds: Record<string, string[]>): ToolIndex {
  const paths = Object.entries(kinds).flatMap(([kind, summaries]) => {
    const operation = (verb: string, index: number) => ({
      operationId: `${verb}_${kind}`,
      summary: summaries[index],
    });
    return [
      [`/${kind}`, { get: operation('list', 0), post: operation('create', 1) }],
      [
        `/${kind}/{id}`,
        {
          get: operation('get', 2),
          put: operation('update', 3),
          delete: operation('delete', 4),
        },
      ],
    ];
  });
  const document = { openapi: '3.1.0', paths: Object.fromEntries(paths) as object as never };
  return new ToolIndex(compileTools(document).tools);
}

const LANGUAGES: Record<string, ToolIndex> = {
  Japanese: applicationWith({
    projects: [
      'プロジェクト一覧',
      'プロジェクトを作成',
      'プロジェクトの詳細',
      'プロジェクトを更新',
      'プロジェクトを削除',
    ],
    invoices: ['請求書一覧を取得', '請求書を作成', '請求書を取得', '請求書を更新', '請求書を削除'],
    customers: ['顧客一覧', '顧客を登録', '顧客情報', '顧客情報を変更', '顧客を削除'],
  }),
  Chinese: applicationWith({
    projects: ['项目列表', '创建项目', '项目详情', '更新项目', '删除项目'],
    invoices: ['发票列表', '开具发票', '获取发票', '修改发票', '删除发票'],
    customers: ['客户列表', '新建客户', '客户信息', '更新客户信息', '删除客户'],
  }),
  Thai: applicationWith({
    projects: ['รายการโครงการ', 'สร้างโครงการ', 'รายละเอียดโครงการ', 'แก้ไขโครงการ', 'ลบโครงการ'],
    invoices: ['รายการใบแจ้งหนี้', 'สร้างใบแจ้งหนี้', 'ดูใบแจ้งหนี้', 'แก้ไขใบแจ้งหนี้', 'ลบใบแจ้งหนี้'],
    customers: ['รายชื่อลูกค้า', 'เพิ่มลูกค้า', 'ข้อมูลลูกค้า', 'แก้ไขลูกค้า', 'ลบลูกค้า'],
  }),
  Korean: applicationWith({
    projects: ['프로젝트 목록', '프로젝트 생성', '프로젝트 조회', '프로젝트 수정', '프로젝트 삭제'],
    invoices: ['청구서 목록', '청구서 생성', '청구서 조회', '청구서 수정', '청구서 삭제'],
  }),
  German: applicationWith({
    jobs: [
      'Liste der Aufträge',
      'Auftrag anlegen',
      'Auftrag anzeigen',
      'Auftrag ändern',
      'Auftrag löschen',
    ],
    invoices: [
      'Rechnungen',
      'Rechnung erstellen',
      'Rechnung',
      'Rechnung ändern',
      'Rechnung löschen',
    ],
    lines: [
      'Rechnungspositionen',
      'Rechnungsposition anlegen',
      'Rechnungsposition',
      'Rechnungsposition ändern',
      'Rechnungsposition löschen',
    ],
    customers: ['Kunden', 'Kunde anlegen', 'Kunde', 'Kunde ändern', 'Kunde löschen'],
  }),
  French: applicationWith({
    projects: [
      'Liste des projets',
      'Créer un projet',
      'Un projet',
      'Modifier un projet',
      'Supprimer un projet',
    ],
    staff: [
      'Liste des employés',
      'Ajouter un employé',
      'Un employé',
      'Modifier un employé',
      'Supprimer un employé',
    ],
  }),
  English: applicationWith({
    projects: [
      'List projects',
      'Create project',
      'Get project',
      'Update project',
      'Delete project',
    ],
    tasks: ['List tasks', 'Create task', 'Get task', 'Update task', 'Delete task'],
    comments: [
      'List comments',
      'Create comment',
      'Get comment',
      'Update comment',
      'Delete comment',
    ],
  }),
};

describe('ToolIndex', () => {
  it.each([
    ['Japanese', 'プロジェクトを削除したい', 'delete_projects'],
    ['Japanese', '未払いの請求書の一覧', 'list_invoices'],
    ['Japanese', '請求', 'list_invoices'],
    ['Japanese', '新しい顧客を追加', 'create_customers'],
    ['Japanese', 'お客様の情報を変更', 'update_customers'],
    ['Japanese', 'ﾌﾟﾛｼﾞｪｸﾄは何件ありますか？', 'list_projects'],
    ['Japanese', '天気を教えて', undefined],
    ['Japanese', 'プログラムを実行', undefined],
    ['Chinese', '显示所有未付款的发票', 'list_invoices'],
    ['Chinese', '删除这个项目', 'delete_projects'],
    ['Chinese', '有多少客户？', 'list_customers'],
    ['Chinese', '今天天气怎么样', undefined],
    ['Thai', 'แสดงใบแจ้งหนี้ทั้งหมด', 'list_invoices'],
    ['Thai', 'ลบโครงการ', 'delete_projects'],
    ['Thai', 'ลูกค้ามีกี่คน', 'list_customers'],
    ['Thai', 'วันนี้อากาศเป็นอย่างไร', undefined],
    ['Korean', '프로젝트를 삭제해 줘', 'delete_projects'],
    ['Korean', '청구서 목록을 보여줘', 'list_invoices'],
    ['Korean', '오늘 날씨 어때?', undefined],
    ['German', 'Zeige alle Aufträge', 'list_jobs'],
    ['German', 'auftrage zeigen', 'list_jobs'],
    ['German', 'Lösche die Rechnungsposition', 'delete_lines'],
    ['German', 'Wie viele Kunden haben wir?', 'list_customers'],
    ['German', 'Kundenauftrag anlegen', 'create_jobs'],
    ['German', 'Wie ist das Wetter heute?', undefined],
    ['French', 'comment créer un projet', 'create_projects'],
    ['French', 'combien de projets ?', 'list_projects'],
    ['French', 'quels employes travaillent ici ?', 'list_staff'],
    ['French', 'quel temps fait-il ?', undefined],
    ['English', 'comment créer un project', 'create_projects'],
    ['English', 'supprimer le project', 'delete_projects'],
    ['English', 'listar todos los proyectos', undefined],
    ['English', 'which projects are late?', 'list_projects'],
    ['English', 'projects?', 'list_projects'],
    ['English', 'how many tasks are open', 'list_tasks'],
    ['English', 'count the tasks', 'list_tasks'],
    ['English', 'show me the comments', 'list_comments'],
    ['English', 'add a comment', 'create_comments'],
    ['English', 'delet the porject', 'delete_projects'],
    ['English', 'delete everything', undefined],
    ['English', 'deploy to kubernetes', undefined],
  ])('in %s, “%s” finds %s first', (language, question, first) => {
    expect(LANGUAGES[language]!.find(question, 3).map(({ name }) => name)[0]).toBe(first);
  });

  it('finds only allowed tools, and nothing for an empty query', () => {
    const things = (id: string) => ({ operationId: id, responses: {} });
    const { tools } = compileTools({
      openapi: '3.1.0',
      paths: { '/things': { get: things('listThings'), post: things('createThings') } },
    });
    const search = new ToolIndex(tools);
    const find = (question: string, allowed?: (tool: Tool) => boolean) =>
      search.find(question, 5, allowed).map(({ name }) => name);
    expect(find('add a thing')).toEqual(['create_thing', 'list_things']);
    expect(find('add a thing', ({ method }) => method === 'get')).toEqual(['list_things']);
    expect(find('craete things')).toContain('create_thing');
    for (const nothing of ['', 'the', '???', 'xyzzy']) expect(find(nothing)).toEqual([]);
  });
});
