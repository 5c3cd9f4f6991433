import type { GuideTexts } from './en.js';

/** The steps of the client guides in Portuguese. */
export const PT_GUIDES: GuideTexts = {
  'guide.labels':
    'Os passos trazem os nomes dos botões e dos campos em inglês; o seu cliente talvez os mostre em português.',
  'guide.add_to': 'Adicionar ao {client}',
  'guide.other_client': 'Outro cliente',
  'guide.not_public':
    '{client} chega pela internet e precisa de um endereço https público, e o endereço acima não é. Use um programa no seu próprio computador, como o Claude Code, ou fale com quem administra este servidor.',
  'guide.run': 'Execute este comando: {command}',

  'chatgpt.open':
    'Na web, abra <a href="{plugins}"><b>Plugins</b></a>, escolha <b>+</b> e depois <b>Add custom MCP server</b>.',
  'chatgpt.enter':
    'Digite um nome e, como <b>Server URL</b>, o endereço acima. Escolha <b>OAuth</b> como <b>Authentication</b>.',
  'chatgpt.create': 'Aceite o aviso, escolha <b>Create as a plugin</b>, aprove e faça login.',
  'chatgpt.ask':
    'Instale-o com o <b>+</b> ao lado do nome dele, entre os seus próprios plugins. Em um novo chat, digite <b>@</b>, escolha-o e faça a sua pergunta.',
  'chatgpt.note':
    'Se essa opção não existir, ative <b>Developer mode</b> em <b>Settings → Security and login</b>; no espaço de trabalho de uma empresa, um administrador precisa permitir isso antes. O ChatGPT alcança um servidor sem endereço público por um <a href="{tunnel}">Secure MCP Tunnel</a>, que é configurado por quem administra o servidor: nesse caso, escolha <b>Tunnel</b> em vez de digitar o endereço.',

  'claude.add':
    '{button} ou abra <a href="{connectors}"><b>Customize → Connectors</b></a>, escolha <b>+</b> e depois <b>Add custom connector</b>, e digite um nome e o endereço acima.',
  'claude.confirm': 'Escolha <b>Continue</b>, se aparecer, e <b>Add</b>.',
  'claude.connect': 'Escolha <b>Connect</b>, aprove e faça login.',
  'claude.note':
    'Se o botão não abrir nenhum formulário, tente <a href="{former}">o endereço anterior dele</a>. Com um plano Team ou Enterprise, um proprietário <a href="{owners}">adiciona o conector uma única vez para todos</a>, e você só escolhe <b>Connect</b>.',

  'claude_code.login': 'Execute este outro, aprove e faça login: {command}',
  'claude_code.note':
    'As versões sem <code>login</code> têm <b>Authenticate</b> em <code>/mcp</code>.',

  'cursor.add': '{button} ou adicione isto a <code>~/.cursor/mcp.json</code>: {configuration}',
  'cursor.connect':
    'Abra <b>Customize → MCPs</b> (em versões anteriores, <b>Cursor Settings → Tools &amp; MCP</b>), escolha <b>Connect</b>, aprove e faça login.',

  'vs_code.add':
    '{button} ou execute <b>MCP: Add Server…</b> na paleta de comandos, escolha <b>HTTP</b> e digite o endereço acima.',
  'vs_code.allow': 'Permita que o VS Code se autentique, aprove e faça login.',

  'copilot_cli.start': 'Inicie <code>copilot</code>, aprove e faça login.',
  'copilot_cli.note':
    'As versões sem este comando têm <code>/mcp add</code> dentro do <code>copilot</code>: escolha <b>HTTP</b> nele e digite o endereço acima.',

  'copilot_studio.tool':
    'Abra o seu agente e depois <b>Tools → Add a tool</b>, <b>New tool</b> e <b>Model Context Protocol</b>.',
  'copilot_studio.enter':
    'Digite um nome, uma descrição e o endereço acima. Escolha <b>OAuth 2.0</b> com <b>Dynamic discovery</b>.',
  'copilot_studio.create': 'Escolha <b>Create</b>, crie uma conexão, aprove e faça login.',

  'codex.add': 'Execute este comando. Um navegador é aberto: aprove e faça login. {command}',
  'codex.login': 'Se nenhum navegador for aberto, execute este outro: {command}',
  'codex.note':
    'O aplicativo do ChatGPT para computador e a extensão Codex do seu editor têm a mesma configuração.',

  'gemini.start': 'Inicie <code>gemini</code>, digite {command}, aprove e faça login.',
  'gemini.note':
    'Desde junho de 2026, o Gemini CLI só funciona com uma chave de API do Gemini ou uma licença do Gemini Code Assist Standard ou Enterprise. Com uma conta pessoal, use o Antigravity.',

  'antigravity.add':
    'Execute este comando: {command} Ou adicione isto a <code>~/.gemini/config/mcp_config.json</code>: {configuration}',
  'antigravity.sign_in':
    'Em <b>Settings → Customizations</b>, escolha <b>Authenticate</b> ao lado do nome dele, aprove, faça login e cole o código mostrado.',
  'antigravity.note':
    'Algumas versões falham nesse login. Nelas, o mcp-remote, que precisa do Node.js, pode fazer o login: coloque isto no arquivo em vez do anterior. {configuration}',

  'inspector.run': 'Com o Node.js 22.19 ou posterior, execute este comando: {command}',
  'inspector.connect': 'Na página que se abre, escolha <b>Connect</b>, aprove e faça login.',

  'other.add':
    'Adicione um servidor MCP do tipo <b>Streamable HTTP</b> (também chamado de HTTP ou remoto), com o endereço acima e sem token nem cabeçalho.',
  'other.sign_in':
    'Se o cliente perguntar como fazer login, escolha OAuth; depois, aprove e faça login.',
  'other.note': 'Um cliente que só consegue iniciar programas pode usar este comando: {command}',
};
