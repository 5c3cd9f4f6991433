import type { GuideTexts } from './en.js';

/** The steps of the client guides in Spanish. */
export const ES_GUIDES: GuideTexts = {
  'guide.labels':
    'Los pasos nombran los botones y los campos en inglés; es posible que su cliente los muestre en español.',
  'guide.add_to': 'Añadir a {client}',
  'guide.other_client': 'Otro cliente',
  'guide.not_public':
    '{client} llega desde internet y necesita una dirección https pública, y la de arriba no lo es. Use un programa de su propio ordenador, como Claude Code, o consulte a quien administra este servidor.',
  'guide.run': 'Ejecute este comando: {command}',

  'chatgpt.open':
    'En la web, abra <a href="{plugins}"><b>Plugins</b></a>, elija <b>+</b> y después <b>Add custom MCP server</b>.',
  'chatgpt.enter':
    'Escriba un nombre y, como <b>Server URL</b>, la dirección de arriba. Elija <b>OAuth</b> como <b>Authentication</b>.',
  'chatgpt.create':
    'Acepte la advertencia, elija <b>Create as a plugin</b>, apruebe e inicie sesión.',
  'chatgpt.ask':
    'Instálelo con el <b>+</b> que aparece junto a su nombre entre sus propios plugins. En un chat nuevo, escriba <b>@</b>, elíjalo y pregunte.',
  'chatgpt.note':
    'Si no aparece esa opción, active <b>Developer mode</b> en <b>Settings → Security and login</b>; en el espacio de trabajo de una empresa, antes debe permitirlo un administrador. ChatGPT llega a un servidor sin dirección pública mediante un <a href="{tunnel}">Secure MCP Tunnel</a>, que configura quien administra el servidor: en ese caso, elija <b>Tunnel</b> en lugar de escribir la dirección.',

  'claude.add':
    '{button} o abra <a href="{connectors}"><b>Customize → Connectors</b></a>, elija <b>+</b> y después <b>Add custom connector</b>, y escriba un nombre y la dirección de arriba.',
  'claude.confirm': 'Elija <b>Continue</b>, si aparece, y <b>Add</b>.',
  'claude.connect': 'Elija <b>Connect</b>, apruebe e inicie sesión.',
  'claude.note':
    'Si el botón no abre ningún formulario, pruebe con <a href="{former}">su dirección anterior</a>. Con un plan Team o Enterprise, un propietario <a href="{owners}">añade el conector una sola vez para todos</a> y usted solo elige <b>Connect</b>.',

  'claude_code.login': 'Ejecute este otro, apruebe e inicie sesión: {command}',
  'claude_code.note':
    'Las versiones sin <code>login</code> tienen <b>Authenticate</b> en <code>/mcp</code>.',

  'cursor.add': '{button} o añada esto a <code>~/.cursor/mcp.json</code>: {configuration}',
  'cursor.connect':
    'Abra <b>Customize → MCPs</b> (en versiones anteriores, <b>Cursor Settings → Tools &amp; MCP</b>), elija <b>Connect</b>, apruebe e inicie sesión.',

  'vs_code.add':
    '{button} o ejecute <b>MCP: Add Server…</b> desde la paleta de comandos, elija <b>HTTP</b> y escriba la dirección de arriba.',
  'vs_code.allow': 'Permita que VS Code inicie sesión, apruebe e inicie sesión.',

  'copilot_cli.start': 'Inicie <code>copilot</code>, apruebe e inicie sesión.',
  'copilot_cli.note':
    'Las versiones sin este comando tienen <code>/mcp add</code> dentro de <code>copilot</code>: elija allí <b>HTTP</b> y escriba la dirección de arriba.',

  'copilot_studio.tool':
    'Abra su agente y después <b>Tools → Add a tool</b>, <b>New tool</b> y <b>Model Context Protocol</b>.',
  'copilot_studio.enter':
    'Escriba un nombre, una descripción y la dirección de arriba. Elija <b>OAuth 2.0</b> con <b>Dynamic discovery</b>.',
  'copilot_studio.create': 'Elija <b>Create</b>, cree una conexión, apruebe e inicie sesión.',

  'codex.add': 'Ejecute este comando. Se abre un navegador: apruebe e inicie sesión. {command}',
  'codex.login': 'Si no se abre ningún navegador, ejecute este otro: {command}',
  'codex.note':
    'La aplicación de escritorio de ChatGPT y la extensión de Codex de su editor tienen la misma configuración.',

  'gemini.start': 'Inicie <code>gemini</code>, escriba {command}, apruebe e inicie sesión.',
  'gemini.note':
    'Desde junio de 2026, Gemini CLI solo funciona con una clave de API de Gemini o con una licencia de Gemini Code Assist Standard o Enterprise. Con una cuenta personal, use Antigravity.',

  'antigravity.add':
    'Ejecute este comando: {command} O añada esto a <code>~/.gemini/config/mcp_config.json</code>: {configuration}',
  'antigravity.sign_in':
    'En <b>Settings → Customizations</b>, elija <b>Authenticate</b> junto a su nombre, apruebe, inicie sesión y pegue el código que se le muestra.',
  'antigravity.note':
    'Algunas versiones fallan en este inicio de sesión. En ellas puede encargarse mcp-remote, que necesita Node.js: ponga esto en el archivo en su lugar. {configuration}',

  'inspector.run': 'Con Node.js 22.19 o posterior, ejecute este comando: {command}',
  'inspector.connect': 'En la página que se abre, elija <b>Connect</b>, apruebe e inicie sesión.',

  'other.add':
    'Añada un servidor MCP del tipo <b>Streamable HTTP</b> (también llamado HTTP o remoto), con la dirección de arriba y sin token ni encabezados.',
  'other.sign_in':
    'Si se le pregunta cómo iniciar sesión, elija OAuth; después, apruebe e inicie sesión.',
  'other.note': 'Un cliente que solo puede iniciar programas puede usar este comando: {command}',
};
