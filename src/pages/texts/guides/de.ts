import type { GuideTexts } from './en.js';

/** The steps of the client guides in German. */
export const DE_GUIDES: GuideTexts = {
  'guide.labels':
    'Schaltflächen und Felder stehen hier mit ihren englischen Namen; Ihr Client zeigt sie vielleicht auf Deutsch an.',
  'guide.add_to': 'Zu {client} hinzufügen',
  'guide.other_client': 'Anderer Client',
  'guide.not_public':
    '{client} kommt aus dem Internet und braucht eine öffentliche https-Adresse; die obige ist keine. Verwenden Sie ein Programm auf Ihrem eigenen Computer, etwa Claude Code, oder wenden Sie sich an den Betreiber dieses Servers.',
  'guide.run': 'Führen Sie diesen Befehl aus: {command}',

  'chatgpt.open':
    'Öffnen Sie im Browser <a href="{plugins}"><b>Plugins</b></a>, wählen Sie <b>+</b> und dann <b>Add custom MCP server</b>.',
  'chatgpt.enter':
    'Geben Sie einen Namen und als <b>Server URL</b> die Adresse oben ein. Wählen Sie <b>OAuth</b> als <b>Authentication</b>.',
  'chatgpt.create':
    'Bestätigen Sie den Warnhinweis, wählen Sie <b>Create as a plugin</b>, stimmen Sie zu, und melden Sie sich an.',
  'chatgpt.ask':
    'Installieren Sie das Plugin mit dem <b>+</b> neben seinem Namen unter Ihren eigenen Plugins. Geben Sie in einem neuen Chat <b>@</b> ein, wählen Sie es aus, und stellen Sie Ihre Frage.',
  'chatgpt.note':
    'Fehlt dieser Eintrag, schalten Sie unter <b>Settings → Security and login</b> den <b>Developer mode</b> ein; im Workspace einer Firma muss ein Admin ihn vorher erlauben. Einen Server ohne öffentliche Adresse erreicht ChatGPT durch einen <a href="{tunnel}">Secure MCP Tunnel</a>, den der Betreiber des Servers einrichtet: Wählen Sie dann <b>Tunnel</b>, statt die Adresse einzugeben.',

  'claude.add':
    '{button} oder öffnen Sie <a href="{connectors}"><b>Customize → Connectors</b></a>, wählen Sie <b>+</b> und dann <b>Add custom connector</b>, und geben Sie einen Namen und die Adresse oben ein.',
  'claude.confirm': 'Wählen Sie <b>Continue</b>, falls es angezeigt wird, und <b>Add</b>.',
  'claude.connect': 'Wählen Sie <b>Connect</b>, stimmen Sie zu, und melden Sie sich an.',
  'claude.note':
    'Öffnet die Schaltfläche kein Formular, versuchen Sie es mit <a href="{former}">ihrer früheren Adresse</a>. Mit einem Team- oder Enterprise-Tarif <a href="{owners}">fügt ein Owner den Connector einmal für alle hinzu</a>, und Sie wählen nur noch <b>Connect</b>.',

  'claude_code.login':
    'Führen Sie diesen Befehl aus, stimmen Sie zu, und melden Sie sich an: {command}',
  'claude_code.note':
    'In Versionen ohne <code>login</code> finden Sie <b>Authenticate</b> unter <code>/mcp</code>.',

  'cursor.add':
    '{button} oder fügen Sie dies in <code>~/.cursor/mcp.json</code> ein: {configuration}',
  'cursor.connect':
    'Öffnen Sie <b>Customize → MCPs</b> (in älteren Versionen <b>Cursor Settings → Tools &amp; MCP</b>), wählen Sie <b>Connect</b>, stimmen Sie zu, und melden Sie sich an.',

  'vs_code.add':
    '{button} oder führen Sie in der Befehlspalette <b>MCP: Add Server…</b> aus, wählen Sie <b>HTTP</b>, und geben Sie die Adresse oben ein.',
  'vs_code.allow': 'Erlauben Sie VS Code die Anmeldung, stimmen Sie zu, und melden Sie sich an.',

  'copilot_cli.start': 'Starten Sie <code>copilot</code>, stimmen Sie zu, und melden Sie sich an.',
  'copilot_cli.note':
    'In Versionen ohne diesen Befehl gibt es <code>/mcp add</code> in <code>copilot</code>: Wählen Sie dort <b>HTTP</b>, und geben Sie die Adresse oben ein.',

  'copilot_studio.tool':
    'Öffnen Sie Ihren Agenten, dann <b>Tools → Add a tool</b>, <b>New tool</b> und <b>Model Context Protocol</b>.',
  'copilot_studio.enter':
    'Geben Sie einen Namen, eine Beschreibung und die Adresse oben ein. Wählen Sie <b>OAuth 2.0</b> mit <b>Dynamic discovery</b>.',
  'copilot_studio.create':
    'Wählen Sie <b>Create</b>, legen Sie eine Verbindung an, stimmen Sie zu, und melden Sie sich an.',

  'codex.add':
    'Führen Sie diesen Befehl aus. Ein Browser öffnet sich: Stimmen Sie zu, und melden Sie sich an. {command}',
  'codex.login': 'Öffnet sich kein Browser, führen Sie diesen Befehl aus: {command}',
  'codex.note':
    'Die ChatGPT-Desktop-App und die Codex-Erweiterung Ihres Editors haben dieselbe Konfiguration.',

  'gemini.start':
    'Starten Sie <code>gemini</code>, geben Sie {command} ein, stimmen Sie zu, und melden Sie sich an.',
  'gemini.note':
    'Seit Juni 2026 funktioniert Gemini CLI nur noch mit einem Gemini-API-Schlüssel oder einer Lizenz für Gemini Code Assist Standard oder Enterprise. Mit einem persönlichen Konto verwenden Sie Antigravity.',

  'antigravity.add':
    'Führen Sie diesen Befehl aus: {command} Oder fügen Sie dies in <code>~/.gemini/config/mcp_config.json</code> ein: {configuration}',
  'antigravity.sign_in':
    'Wählen Sie unter <b>Settings → Customizations</b> neben dem Namen <b>Authenticate</b>, stimmen Sie zu, melden Sie sich an, und fügen Sie den angezeigten Code ein.',
  'antigravity.note':
    'In manchen Versionen scheitert diese Anmeldung. Dort kann mcp-remote, das Node.js benötigt, Sie anmelden: Tragen Sie stattdessen dies in die Datei ein. {configuration}',

  'inspector.run': 'Führen Sie mit Node.js 22.19 oder neuer diesen Befehl aus: {command}',
  'inspector.connect':
    'Wählen Sie auf der Seite, die sich öffnet, <b>Connect</b>, stimmen Sie zu, und melden Sie sich an.',

  'other.add':
    'Fügen Sie einen MCP-Server vom Typ <b>Streamable HTTP</b> (auch HTTP oder Remote genannt) mit der Adresse oben hinzu, ohne Token und ohne Header.',
  'other.sign_in':
    'Werden Sie nach der Art der Anmeldung gefragt, wählen Sie OAuth, stimmen Sie zu, und melden Sie sich an.',
  'other.note':
    'Ein Client, der nur Programme starten kann, kann diesen Befehl verwenden: {command}',
};
