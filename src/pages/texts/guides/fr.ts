import type { GuideTexts } from './en.js';

/** The steps of the client guides in French. */
export const FR_GUIDES: GuideTexts = {
  'guide.labels':
    'Les étapes nomment les boutons et les champs en anglais ; votre client les affiche peut-être en français.',
  'guide.add_to': 'Ajouter à {client}',
  'guide.other_client': 'Autre client',
  'guide.not_public':
    '{client} vient d’Internet et a besoin d’une adresse https publique, ce que celle du dessus n’est pas. Utilisez un programme de votre propre ordinateur, comme Claude Code, ou adressez-vous à la personne qui gère ce serveur.',
  'guide.run': 'Exécutez cette commande : {command}',

  'chatgpt.open':
    'Sur le Web, ouvrez <a href="{plugins}"><b>Plugins</b></a>, choisissez <b>+</b>, puis <b>Add custom MCP server</b>.',
  'chatgpt.enter':
    'Saisissez un nom et, comme <b>Server URL</b>, l’adresse ci-dessus. Choisissez <b>OAuth</b> comme <b>Authentication</b>.',
  'chatgpt.create':
    'Acceptez l’avertissement, choisissez <b>Create as a plugin</b>, approuvez et connectez-vous.',
  'chatgpt.ask':
    'Installez-le avec le <b>+</b> à côté de son nom, parmi vos propres plugins. Dans une nouvelle discussion, saisissez <b>@</b>, choisissez-le et posez votre question.',
  'chatgpt.note':
    'Si cette entrée n’existe pas, activez <b>Developer mode</b> dans <b>Settings → Security and login</b> ; dans l’espace de travail d’une entreprise, un administrateur doit d’abord l’autoriser. ChatGPT atteint un serveur sans adresse publique par un <a href="{tunnel}">Secure MCP Tunnel</a>, que met en place la personne qui gère le serveur : choisissez alors <b>Tunnel</b> au lieu de saisir l’adresse.',

  'claude.add':
    '{button} ou ouvrez <a href="{connectors}"><b>Customize → Connectors</b></a>, choisissez <b>+</b>, puis <b>Add custom connector</b>, et saisissez un nom et l’adresse ci-dessus.',
  'claude.confirm': 'Choisissez <b>Continue</b>, s’il est affiché, puis <b>Add</b>.',
  'claude.connect': 'Choisissez <b>Connect</b>, approuvez et connectez-vous.',
  'claude.note':
    'Si le bouton n’ouvre aucun formulaire, essayez <a href="{former}">son ancienne adresse</a>. Avec une offre Team ou Enterprise, un propriétaire <a href="{owners}">ajoute le connecteur une fois pour tous</a>, et il ne vous reste qu’à choisir <b>Connect</b>.',

  'claude_code.login': 'Exécutez celle-ci, approuvez et connectez-vous : {command}',
  'claude_code.note':
    'Les versions sans <code>login</code> proposent <b>Authenticate</b> sous <code>/mcp</code>.',

  'cursor.add': '{button} ou ajoutez ceci à <code>~/.cursor/mcp.json</code> : {configuration}',
  'cursor.connect':
    'Ouvrez <b>Customize → MCPs</b> (dans les versions plus anciennes, <b>Cursor Settings → Tools &amp; MCP</b>), choisissez <b>Connect</b>, approuvez et connectez-vous.',

  'vs_code.add':
    '{button} ou exécutez <b>MCP: Add Server…</b> depuis la palette de commandes, choisissez <b>HTTP</b> et saisissez l’adresse ci-dessus.',
  'vs_code.allow': 'Autorisez VS Code à s’authentifier, approuvez et connectez-vous.',

  'copilot_cli.start': 'Lancez <code>copilot</code>, approuvez et connectez-vous.',
  'copilot_cli.note':
    'Les versions sans cette commande ont <code>/mcp add</code> dans <code>copilot</code> : choisissez-y <b>HTTP</b> et saisissez l’adresse ci-dessus.',

  'copilot_studio.tool':
    'Ouvrez votre agent, puis <b>Tools → Add a tool</b>, <b>New tool</b> et <b>Model Context Protocol</b>.',
  'copilot_studio.enter':
    'Saisissez un nom, une description et l’adresse ci-dessus. Choisissez <b>OAuth 2.0</b> avec <b>Dynamic discovery</b>.',
  'copilot_studio.create':
    'Choisissez <b>Create</b>, créez une connexion, approuvez et connectez-vous.',

  'codex.add':
    'Exécutez cette commande. Un navigateur s’ouvre : approuvez et connectez-vous. {command}',
  'codex.login': 'Si aucun navigateur ne s’ouvre, exécutez celle-ci : {command}',
  'codex.note':
    'L’application de bureau ChatGPT et l’extension Codex de votre éditeur ont la même configuration.',

  'gemini.start': 'Lancez <code>gemini</code>, saisissez {command}, approuvez et connectez-vous.',
  'gemini.note':
    'Depuis juin 2026, Gemini CLI ne fonctionne plus qu’avec une clé d’API Gemini ou une licence Gemini Code Assist Standard ou Enterprise. Avec un compte personnel, utilisez Antigravity.',

  'antigravity.add':
    'Exécutez cette commande : {command} Ou ajoutez ceci à <code>~/.gemini/config/mcp_config.json</code> : {configuration}',
  'antigravity.sign_in':
    'Dans <b>Settings → Customizations</b>, choisissez <b>Authenticate</b> à côté de son nom, approuvez, connectez-vous et collez le code affiché.',
  'antigravity.note':
    'Certaines versions échouent à cette étape. mcp-remote, qui nécessite Node.js, peut alors se charger de la connexion : mettez plutôt ceci dans le fichier. {configuration}',

  'inspector.run':
    'Avec Node.js 22.19 ou une version ultérieure, exécutez cette commande : {command}',
  'inspector.connect':
    'Dans la page qui s’ouvre, choisissez <b>Connect</b>, approuvez et connectez-vous.',

  'other.add':
    'Ajoutez un serveur MCP de type <b>Streamable HTTP</b> (appelé aussi HTTP ou distant), avec l’adresse ci-dessus et sans jeton ni en-tête.',
  'other.sign_in':
    'Si l’on vous demande comment vous connecter, choisissez OAuth, approuvez et connectez-vous.',
  'other.note':
    'Un client qui ne peut que lancer des programmes peut utiliser cette commande : {command}',
};
