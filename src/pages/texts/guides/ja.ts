import type { GuideTexts } from './en.js';

/** The steps of the client guides in Japanese. */
export const JA_GUIDES: GuideTexts = {
  'guide.labels':
    '手順の中のボタンや欄の名前は英語です。お使いのクライアントでは日本語で表示されることがあります。',
  'guide.add_to': '{client} に追加',
  'guide.other_client': 'その他のクライアント',
  'guide.not_public':
    '{client} はインターネットから接続するため、公開された https のアドレスが必要ですが、上のアドレスは公開されていません。Claude Code など、お使いのコンピューター上のプログラムを使うか、サーバー管理者にお問い合わせください。',
  'guide.run': '次のコマンドを実行します。{command}',

  'chatgpt.open':
    'Web で <a href="{plugins}"><b>Plugins</b></a> を開き、<b>+</b>、<b>Add custom MCP server</b> の順に選択します。',
  'chatgpt.enter':
    '名前を入力し、<b>Server URL</b> に上のアドレスを入力します。<b>Authentication</b> では <b>OAuth</b> を選択します。',
  'chatgpt.create': '警告を確認して <b>Create as a plugin</b> を選択し、承認してサインインします。',
  'chatgpt.ask':
    '自分のプラグインの一覧で、名前の横の <b>+</b> を押してインストールします。新しいチャットで <b>@</b> を入力し、プラグインを選んで質問します。',
  'chatgpt.note':
    'この項目がない場合は、<b>Settings → Security and login</b> で <b>Developer mode</b> をオンにします。会社のワークスペースでは、先に管理者の許可が必要です。公開アドレスのないサーバーには、サーバー管理者が用意する <a href="{tunnel}">Secure MCP Tunnel</a> を通じて接続できます。その場合は、アドレスを入力する代わりに <b>Tunnel</b> を選択します。',

  'claude.add':
    '{button} または、<a href="{connectors}"><b>Customize → Connectors</b></a> を開き、<b>+</b>、<b>Add custom connector</b> の順に選択して、名前と上のアドレスを入力します。',
  'claude.confirm':
    '<b>Continue</b> が表示された場合はそれを選択し、続いて <b>Add</b> を選択します。',
  'claude.connect': '<b>Connect</b> を選択し、承認してサインインします。',
  'claude.note':
    'ボタンを押しても入力画面が開かない場合は、<a href="{former}">以前のアドレス</a>をお試しください。Team プランと Enterprise プランでは、オーナーが<a href="{owners}">全員のために一度だけコネクタを追加</a>します。お客様は <b>Connect</b> を選択するだけです。',

  'claude_code.login': '次のコマンドを実行し、承認してサインインします。{command}',
  'claude_code.note':
    '<code>login</code> がないバージョンでは、<code>/mcp</code> の <b>Authenticate</b> を使います。',

  'cursor.add':
    '{button} または、<code>~/.cursor/mcp.json</code> に次の内容を追加します。{configuration}',
  'cursor.connect':
    '<b>Customize → MCPs</b>（以前のバージョンでは <b>Cursor Settings → Tools &amp; MCP</b>）を開いて <b>Connect</b> を選択し、承認してサインインします。',

  'vs_code.add':
    '{button} または、コマンド パレットから <b>MCP: Add Server…</b> を実行し、<b>HTTP</b> を選択して、上のアドレスを入力します。',
  'vs_code.allow': 'VS Code に認証を許可し、承認してサインインします。',

  'copilot_cli.start': '<code>copilot</code> を起動し、承認してサインインします。',
  'copilot_cli.note':
    'このコマンドがないバージョンでは、<code>copilot</code> の中で <code>/mcp add</code> を使い、<b>HTTP</b> を選択して、上のアドレスを入力します。',

  'copilot_studio.tool':
    'エージェントを開き、<b>Tools → Add a tool</b>、<b>New tool</b>、<b>Model Context Protocol</b> の順に選択します。',
  'copilot_studio.enter':
    '名前、説明、上のアドレスを入力します。<b>OAuth 2.0</b> と <b>Dynamic discovery</b> を選択します。',
  'copilot_studio.create': '<b>Create</b> を選択して接続を作成し、承認してサインインします。',

  'codex.add': '次のコマンドを実行するとブラウザーが開くので、承認してサインインします。{command}',
  'codex.login': 'ブラウザーが開かない場合は、次のコマンドを実行します。{command}',
  'codex.note':
    'この設定は、ChatGPT のデスクトップアプリとエディターの Codex 拡張機能にも共通です。',

  'gemini.start': '<code>gemini</code> を起動して {command} と入力し、承認してサインインします。',
  'gemini.note':
    '2026 年 6 月以降、Gemini CLI は、Gemini の API キー、または Gemini Code Assist Standard か Enterprise のライセンスがある場合にのみ使えます。個人のアカウントでは Antigravity をお使いください。',

  'antigravity.add':
    '次のコマンドを実行します。{command} または、<code>~/.gemini/config/mcp_config.json</code> に次の内容を追加します。{configuration}',
  'antigravity.sign_in':
    '<b>Settings → Customizations</b> で、名前の横の <b>Authenticate</b> を選択し、承認してサインインし、表示されたコードを貼り付けます。',
  'antigravity.note':
    'このサインインに失敗するバージョンがあります。その場合は、mcp-remote（Node.js が必要）でサインインできます。ファイルには、代わりに次の内容を記述してください。{configuration}',

  'inspector.run': 'Node.js 22.19 以降で、次のコマンドを実行します。{command}',
  'inspector.connect': '開いたページで <b>Connect</b> を選択し、承認してサインインします。',

  'other.add':
    '種類が <b>Streamable HTTP</b>（HTTP、リモートとも呼ばれます）の MCP サーバーを、上のアドレスで追加します。トークンやヘッダーは指定しません。',
  'other.sign_in': 'サインイン方法を尋ねられた場合は OAuth を選択し、承認してサインインします。',
  'other.note': 'プログラムの起動しかできないクライアントでは、次のコマンドを使えます。{command}',
};
