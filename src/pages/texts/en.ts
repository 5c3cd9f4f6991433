/**
 * Every text of the pages, in HTML; `{names}` stand for values. The other languages have the same keys, names
 * and tags. `<b>` is for what other programs call their own buttons and fields.
 */
export const EN = {
  language: 'Language',
  'brand.support': 'Help',
  'brand.documentation': 'Documentation',
  'brand.privacy': 'Privacy',
  'brand.terms': 'Terms',
  'kind.read': 'read',
  'kind.write': 'change',
  'kind.delete': 'delete',
  'tools.one': '{count} tool',
  'tools.other': '{count} tools',

  'consent.title': 'Connect {client} to {application}?',
  'consent.heading': 'Connect “{client}” to {application}?',
  'consent.destination': 'It sends you back to',
  'consent.document': 'It is described at',
  'consent.target': 'It connects to',
  'consent.target_at': '{application} at {host}',
  'consent.access': 'What it may do, with your permissions',
  'consent.access_read': 'only read',
  'consent.access_write': 'read and change',
  'consent.access_delete': 'read and delete',
  'consent.access_all': 'everything: read, change and delete',
  'consent.access_note':
    'Choose the least that will do. If the client needs more later, you are asked again.',
  'consent.learns_name': 'It also learns your name in {application}.',
  'consent.learns_email':
    'It also learns who you are in {application}: your name and your email address.',
  'consent.end': 'You can end it at any time: {connections}.',
  'consent.ability': '{kind} ({tools})',
  'consent.website':
    'The name is what the client says of itself. Approve only if you have just asked for this connection and know the address above.',
  'consent.device':
    'This goes to a program on your own computer, and any program there can give itself this name. Approve only if you have just started the sign-in there.',
  'consent.app':
    'This opens an app on your own device, and any app there can give itself this name. Approve only if you have just started the sign-in there.',
  'consent.not_meant':
    'If you meant to connect it to something else, deny: that other service has sent you here to get into {application}.',
  'consent.as': 'Connect as',
  'consent.as_me': 'myself',
  'consent.as_note':
    'As yourself, each call moves you to the team that it is about, in your browser too, as if you had switched teams there. Connected to one team, it leaves you where you are: the better choice if you work in the application meanwhile and are an admin of the team.',
  'consent.deny': 'Deny',
  'consent.approve': 'Approve',

  'account.title': 'Your account in {application}',
  'account.heading': 'Signed in as {email} in {application}',
  'account.unknown': 'You are signed in to {application}',
  'account.about':
    '“{client}” will work there with this account. It has not been given anything yet.',
  'account.unexpected': '“{client}” expects another account.',
  'account.not_you':
    'Not you? Open {site}, sign out there, come back here and choose to use another account.',
  'account.switch': 'Use another account',
  'account.continue': 'Continue',
  'account.teams': 'As yourself, it may work in',
  'account.these_teams': 'only these teams:',
  'account.all_teams': 'all my teams, also those that I join later',
  'account.more_teams':
    'You have more teams than this page has room for: only “all my teams” has the others.',
  'account.one_team':
    'As yourself, it may work in {team}. A team that you join later is not included: connect again to add it.',
  'account.as_member': 'a new member of one team',
  'account.member_of': 'Team:',
  'account.member_note':
    'Only for a team that you are an admin of. It gets a new member when you continue, an admin, whom its people see in their list of members.',

  'connections.name': 'your connections',
  'connections.title': 'Connections to {application}',
  'connections.whose': 'You are signed in as {email}.',
  'connections.none': 'No client was approved with this account in this browser.',
  'connections.all_teams': 'in all your teams',
  'connections.teams': 'in {teams}',
  'connections.member': 'as a member of {team}',
  'connections.learns_name': 'learns your name',
  'connections.learns_email': 'learns your name and your email address',
  'connections.since': 'Approved on {date}',
  'connections.disconnect': 'Disconnect {client}',
  'connections.ended': '“{client}” is disconnected: it can do nothing more with this account.',
  'connections.ended_here':
    '“{client}” is disconnected. This server stores nothing: only the process that answered you knows it, and only until it restarts. If the client has not called that process until then, it may go on. To be certain, end it in the application as well, as described below.',
  'connections.others': 'Other connections',
  'connections.list': 'its list of authorized applications',
  'connections.unknown':
    'This server stores no connections: it knows those that were approved in this browser, the newest ten. All others end in {site}: for yourself in {list}, which disconnects every client of this server at once; for a team on its page <b>Developers → API</b>.',

  'connect.title': 'Connect to {application}',
  'connect.heading': 'Work in {application} from your AI assistant',
  'connect.intro':
    'Give this address to your assistant, and sign in as yourself. It sees and does what you may, and nothing else.',
  'connect.access': 'What the assistant may do',
  'connect.full': 'Read and change',
  'connect.read_only': 'Only read',
  'connect.read_only_note':
    'This address changes nothing in the application, whatever the assistant tries. The steps below use it.',
  'connect.checked': 'Steps checked: {month}',
  'connect.up': 'Everything is up.',
  'connect.degraded':
    'Not everything is up. You can add the address already; if signing in fails, try again later.',
  'connect.for_operator': 'For whoever runs this server',
  'connect.closed':
    'Nobody can sign in here yet: whoever runs this server has to register it with {application} first.',
  'connect.own_client':
    'You need a client ID of your own, and have to be an admin of a team in {application} for it.',
  'connect.own_client_1':
    'In {application} open <b>Developers → API</b> and choose <b>Provision New Platform Application</b>.',
  'connect.own_client_2':
    'Enter a name and, as <b>Redirect URI</b>, the address that your client shows; several go into the one field, separated by spaces. Outside of development {application} takes https addresses alone, so that a client on your own computer, which goes back to http://localhost, cannot be connected this way.',
  'connect.own_client_3':
    'Enter its <b>Client UID</b> and <b>Client Secret</b> in the client, among the OAuth or advanced settings.',
  'connect.robot_token':
    'Leave the <b>Default Access Token</b> there alone: it is not yours. It belongs to a robot that is an admin of the whole team, it never expires, and every member of the team can see it.',
  'connect.detour':
    'If you sign in with another account, such as Google’s, or with a new password, you may end up on a page of {application} and not back in your assistant. Then start again from your assistant: you are signed in now, and come straight back.',
  'connect.how': 'How to connect',
  'connect.abilities': 'What it can do',
  'connect.unknown': 'That is not known yet: the application has not answered.',
  'connect.nothing':
    'Nothing yet: the application offers no operations, or whoever runs this server allows none.',
  'connect.kind': '{count} to {kind}',
  'connect.summary': '{tools}: {kinds}.',
  'connect.searched': 'Your client lists {count} others instead, which find and call these.',
  'connect.other': 'Other',
  'search.label': 'Search',
  'search.some': '{shown} of {all}',
  'search.found': '{found} of {all} found',
  'search.none': 'Nothing found',
  'copy.button': 'Copy',
  'copy.done': 'Copied',
  'copy.selected': 'Selected',
  'copy.what': 'Copy the {what}',
  'copy.what_done': 'Copied the {what}',
  'copy.what_selected': 'Selected the {what}',
  'copy.address': 'address',
  'copy.command': 'command',
  'copy.first_command': 'first command',
  'copy.second_command': 'second command',
  'copy.configuration': 'configuration',
  'copy.other_configuration': 'other configuration',

  'error.sentence': '{message}.',
  'error.how': 'How to connect',
  'error.said': 'In the server’s own words: {message}',
  'error.sign_in': 'This sign-in cannot go on',
  'error.sign_in_remedy':
    'Nothing has been shared. Go back to the program you came from and connect again. If it stays like this, remove the connection there and add it again, or show its makers what stands here.',
  'error.sign_in_detour':
    'If you signed in with another account, such as Google’s, and came to a page of the application, you are signed in now: start again from that program, and you come straight back.',
  'error.programs': 'This address is for programs',
  'error.programs_remedy':
    'People connect with ChatGPT, Claude or another MCP client, which signs them in: {how}.',
  'error.nothing': 'There is nothing here',
  'error.nothing_remedy':
    'Check the address. The one to give to ChatGPT and other MCP clients ends in /mcp: {how}.',
  'error.forbidden': 'This server does not answer here',
  'error.forbidden_remedy':
    'Use the address that you were given. If it is this one, show whoever runs this server what stands here.',
  'error.too_many': 'Too many requests',
  'error.too_many_remedy': 'Nothing is lost: wait that long, and load this page again.',
  'error.down': 'The application does not answer',
  'error.down_remedy':
    'Nothing is lost: load this page again in a minute. If it stays like this, tell whoever runs the application.',
  'error.busy': 'This server is busy',
  'error.busy_remedy':
    'Nothing is lost, and nothing is wrong with what you did: wait that long, and load this page again.',
  'error.fault': 'That did not work',
  'error.fault_remedy':
    'Try again in a minute. If it stays like this, tell whoever runs this server.',

  // What people meet most, exactly as it is thrown: src/pages/error-page.ts finds it by these words.
  'reason.nothing_here': 'There is nothing at this address',
  'reason.not_by_address': 'This page cannot be opened by its address alone',
  'reason.wrong_method':
    'This address does not take this method: the Allow header lists those it takes',
  'reason.page_too_old': 'This page is too old to be answered',
  'reason.page_elsewhere':
    'This page was opened in another browser, or this one no longer has its cookie',
  'reason.other_site': 'This page was answered from another site',
  'reason.no_team': 'No team was chosen: go back and tick at least one',
  'reason.no_connection': 'This connection is not among those of this browser',
  'reason.sign_in_too_old': 'This sign-in has taken too long, or is not from here',
  'reason.sign_in_elsewhere':
    'This sign-in was begun in another browser, is finished already, or gave way to newer ones',
  'reason.unknown_client': 'This server does not know the client_id: register again',
  'reason.redirect_uri': 'The redirect_uri is not one that the client has registered',
  'reason.too_many': 'Too many requests: wait {seconds} s',
  'reason.many_lookups': 'Too many clients are being looked up: try again in {seconds} s',
  'reason.many_sign_ins': 'Too many clients are signing in: try again in {seconds} s',
  'reason.down': 'The Bullet Train application does not answer: try again later',
  'reason.fault': 'Something went wrong in this server; its log has the details',
  'reason.no_sign_in':
    'Sign-in does not work at the moment: the operator of this server finds the reason in its log',

  // For everything else, by its OAuth error code.
  'code.access_denied': 'The connection was not approved',
  'code.invalid_client':
    'The program that sent you here is not known, or could not prove who it is',
  'code.invalid_request':
    'The program that sent you here has asked for something incomplete or wrong',
  'code.invalid_scope': 'The program that sent you here has asked for rights that there are not',
  'code.invalid_target': 'The program that sent you here has asked for another server',
  'code.unsupported_response_type':
    'The program that sent you here wants to sign you in by a way that is not offered',
  'code.server_error': 'Something has failed on this server or in the application',
  'code.temporarily_unavailable': 'This does not work at the moment',
  'code.forbidden': 'This server does not answer requests of this kind',
  'code.unauthorized': 'This address needs a sign-in, which your client does for you',
} as const;

/** What every language has. */
export type Texts = Record<keyof typeof EN, string>;
