import type { Texts } from './en.js';

/** The texts of the pages in German. */
export const DE: Texts = {
  language: 'Sprache',
  'brand.support': 'Hilfe',
  'brand.documentation': 'Dokumentation',
  'brand.privacy': 'Datenschutz',
  'brand.terms': 'Nutzungsbedingungen',
  'kind.read': 'lesen',
  'kind.write': 'ändern',
  'kind.delete': 'löschen',
  'tools.one': '{count} Tool',
  'tools.other': '{count} Tools',

  'consent.title': '{client} mit {application} verbinden?',
  'consent.heading': '„{client}“ mit {application} verbinden?',
  'consent.destination': 'Danach gelangen Sie zurück zu',
  'consent.document': 'Beschrieben ist der Client unter',
  'consent.target': 'Verbunden wird er mit',
  'consent.target_at': '{application} auf {host}',
  'consent.access': 'Was er mit Ihren Rechten darf',
  'consent.access_read': 'nur lesen',
  'consent.access_write': 'lesen und ändern',
  'consent.access_delete': 'lesen und löschen',
  'consent.access_all': 'alles: lesen, ändern und löschen',
  'consent.access_note':
    'Wählen Sie nur so viel wie nötig. Braucht der Client später mehr, werden Sie noch einmal gefragt.',
  'consent.learns_name': 'Er erfährt auch Ihren Namen in {application}.',
  'consent.learns_email':
    'Er erfährt auch, wer Sie in {application} sind: Ihren Namen und Ihre E-Mail-Adresse.',
  'consent.end': 'Sie können die Verbindung jederzeit beenden: {connections}.',
  'consent.ability': '{kind} ({tools})',
  'consent.website':
    'Den Namen gibt der Client sich selbst. Stimmen Sie nur zu, wenn Sie diese Verbindung gerade selbst angefordert haben und die Adresse oben kennen.',
  'consent.device':
    'Das Ziel ist ein Programm auf Ihrem eigenen Computer, und jedes Programm dort kann sich diesen Namen geben. Stimmen Sie nur zu, wenn Sie die Anmeldung gerade dort gestartet haben.',
  'consent.app':
    'Damit wird eine App auf Ihrem eigenen Gerät geöffnet, und jede App dort kann sich diesen Namen geben. Stimmen Sie nur zu, wenn Sie die Anmeldung gerade dort gestartet haben.',
  'consent.not_meant':
    'Wollten Sie den Client mit etwas anderem verbinden, lehnen Sie ab: Jener andere Dienst hat Sie hierher geschickt, um in {application} hineinzukommen.',
  'consent.as': 'Verbinden als',
  'consent.as_me': 'ich selbst',
  'consent.as_note':
    'Verbinden Sie als Sie selbst, bringt jeder Aufruf Sie in das Team, um das es geht, auch in Ihrem Browser, als hätten Sie dort das Team gewechselt. Mit einem einzelnen Team verbunden, bleiben Sie, wo Sie sind: die bessere Wahl, wenn Sie nebenher in der Anwendung arbeiten und Admin des Teams sind.',
  'consent.deny': 'Ablehnen',
  'consent.approve': 'Zustimmen',

  'account.title': 'Ihr Konto in {application}',
  'account.heading': 'Angemeldet als {email} in {application}',
  'account.unknown': 'Sie sind in {application} angemeldet',
  'account.about':
    '„{client}“ wird dort mit diesem Konto arbeiten. Noch hat der Client nichts bekommen.',
  'account.unexpected': '„{client}“ erwartet ein anderes Konto.',
  'account.not_you':
    'Das sind nicht Sie? Öffnen Sie {site}, melden Sie sich dort ab, kommen Sie hierher zurück und wählen Sie ein anderes Konto.',
  'account.switch': 'Anderes Konto verwenden',
  'account.continue': 'Weiter',
  'account.teams': 'Als Sie selbst darf er arbeiten in',
  'account.these_teams': 'nur diesen Teams:',
  'account.all_teams': 'allen meinen Teams, auch späteren',
  'account.more_teams':
    'Sie haben mehr Teams, als auf diese Seite passen: Nur „alle meine Teams“ enthält auch die anderen.',
  'account.one_team':
    'Als Sie selbst darf er in {team} arbeiten. Ein Team, in das Sie später kommen, gehört nicht dazu: Verbinden Sie ihn dafür neu.',
  'account.as_member': 'neues Mitglied eines einzelnen Teams',
  'account.member_of': 'Dieses Team:',
  'account.member_note':
    'Nur für ein Team, dessen Admin Sie sind. Sobald Sie fortfahren, bekommt es ein neues Mitglied, einen Admin, den alle in der Mitgliederliste des Teams sehen.',

  'connections.name': 'Ihre Verbindungen',
  'connections.title': 'Verbindungen mit {application}',
  'connections.whose': 'Sie sind als {email} angemeldet.',
  'connections.none': 'Mit diesem Konto wurde in diesem Browser kein Client zugelassen.',
  'connections.all_teams': 'in allen Ihren Teams',
  'connections.teams': 'Teams: {teams}',
  'connections.member': 'als Mitglied von {team}',
  'connections.learns_name': 'erfährt Ihren Namen',
  'connections.learns_email': 'erfährt Ihren Namen und Ihre E-Mail-Adresse',
  'connections.since': 'Zugelassen am {date}',
  'connections.disconnect': '{client} trennen',
  'connections.ended': '„{client}“ ist getrennt und kann mit diesem Konto nichts mehr tun.',
  'connections.ended_here':
    '„{client}“ ist getrennt. Dieser Server speichert nichts: Nur der Prozess, der Ihnen geantwortet hat, weiß davon, und nur, bis er neu startet. Hat der Client sich bis dahin nicht bei ihm gemeldet, kann er weiterarbeiten. Um sicherzugehen, beenden Sie die Verbindung auch in der Anwendung, wie unten beschrieben.',
  'connections.others': 'Andere Verbindungen',
  'connections.list': 'der Liste der zugelassenen Anwendungen',
  'connections.unknown':
    'Dieser Server speichert keine Verbindungen: Er kennt die, die in diesem Browser zugelassen wurden, höchstens die letzten zehn. Alle anderen enden in {site}: für Sie selbst in {list}, was alle Clients dieses Servers auf einmal trennt; für ein Team auf dessen Seite <b>Developers → API</b>.',

  'connect.title': 'Mit {application} verbinden',
  'connect.heading': 'Arbeiten Sie mit Ihrem KI‑Assistenten in {application}',
  'connect.intro':
    'Geben Sie Ihrem Assistenten diese Adresse, und melden Sie sich mit Ihrem eigenen Konto an. Er sieht und tut, was Sie dürfen, und nichts darüber hinaus.',
  'connect.access': 'Was der Assistent darf',
  'connect.full': 'Lesen und ändern',
  'connect.read_only': 'Nur lesen',
  'connect.read_only_note':
    'Über diese Adresse wird in der Anwendung nichts geändert, was der Assistent auch versucht. Die Schritte unten verwenden sie.',
  'connect.checked': 'Schritte geprüft: {month}',
  'connect.up': 'Alles läuft.',
  'connect.degraded':
    'Nicht alles läuft. Sie können die Adresse schon eintragen; schlägt die Anmeldung fehl, versuchen Sie es später noch einmal.',
  'connect.for_operator': 'Für den Betreiber dieses Servers',
  'connect.closed':
    'Noch kann sich hier niemand anmelden: Der Betreiber muss diesen Server erst bei {application} registrieren.',
  'connect.own_client':
    'Sie brauchen eine eigene Client-ID und müssen dafür in {application} Admin eines Teams sein.',
  'connect.own_client_1':
    'Öffnen Sie in {application} <b>Developers → API</b>, und wählen Sie <b>Provision New Platform Application</b>.',
  'connect.own_client_2':
    'Geben Sie einen Namen ein und als <b>Redirect URI</b> die Adresse, die Ihr Client anzeigt; mehrere kommen, durch Leerzeichen getrennt, in dasselbe Feld. Außerhalb von Entwicklungsumgebungen nimmt {application} nur https-Adressen an. Ein Client auf Ihrem eigenen Computer, der zu http://localhost zurückführt, lässt sich so also nicht verbinden.',
  'connect.own_client_3':
    'Tragen Sie <b>Client UID</b> und <b>Client Secret</b> im Client ein, in den OAuth- oder den erweiterten Einstellungen.',
  'connect.robot_token':
    'Verwenden Sie nicht das <b>Default Access Token</b>, das dort steht: Es gehört nicht Ihnen, sondern einem Roboter, der Admin des ganzen Teams ist. Es läuft nie ab, und jedes Teammitglied kann es sehen.',
  'connect.detour':
    'Wenn Sie sich mit einem anderen Konto anmelden, etwa dem von Google, oder mit einem neuen Passwort, landen Sie möglicherweise auf einer Seite von {application} statt wieder in Ihrem Assistenten. Beginnen Sie dann im Assistenten von vorn: Sie sind jetzt angemeldet und kommen direkt zurück.',
  'connect.how': 'So verbinden Sie sich',
  'connect.abilities': 'Das kann die Verbindung',
  'connect.unknown': 'Das ist noch nicht bekannt: Die Anwendung hat nicht geantwortet.',
  'connect.nothing':
    'Noch nichts: Die Anwendung bietet keine Operationen an, oder der Betreiber dieses Servers lässt keine zu.',
  'connect.kind': '{count} {kind}',
  'connect.summary': '{tools}: {kinds}.',
  'connect.searched': 'Ihr Client zeigt stattdessen {count} andere, die diese finden und aufrufen.',
  'connect.other': 'Sonstiges',
  'search.label': 'Suchen',
  'search.some': '{shown} von {all}',
  'search.found': '{found} von {all} gefunden',
  'search.none': 'Nichts gefunden',
  'copy.button': 'Kopieren',
  'copy.done': 'Kopiert',
  'copy.selected': 'Markiert',
  'copy.what': 'Kopieren: {what}',
  'copy.what_done': 'Kopiert: {what}',
  'copy.what_selected': 'Markiert: {what}',
  'copy.address': 'Adresse',
  'copy.command': 'Befehl',
  'copy.first_command': 'erster Befehl',
  'copy.second_command': 'zweiter Befehl',
  'copy.configuration': 'Konfiguration',
  'copy.other_configuration': 'andere Konfiguration',

  'error.sentence': '{message}.',
  'error.how': 'So verbinden Sie sich',
  'error.said': 'Im Wortlaut des Servers: {message}',
  'error.sign_in': 'Diese Anmeldung kann nicht fortgesetzt werden',
  'error.sign_in_remedy':
    'Es wurde nichts weitergegeben. Kehren Sie zu dem Programm zurück, aus dem Sie gekommen sind, und verbinden Sie sich erneut. Hilft das nicht, entfernen Sie dort die Verbindung und fügen sie neu hinzu, oder zeigen Sie dem Hersteller, was hier steht.',
  'error.sign_in_detour':
    'Wenn Sie sich mit einem anderen Konto angemeldet haben, etwa dem von Google, und auf einer Seite der Anwendung gelandet sind, sind Sie jetzt angemeldet: Beginnen Sie in jenem Programm von vorn, und Sie kommen direkt zurück.',
  'error.programs': 'Diese Adresse ist für Programme',
  'error.programs_remedy':
    'Menschen verbinden sich mit ChatGPT, Claude oder einem anderen MCP-Client, der sie anmeldet: {how}.',
  'error.nothing': 'Hier ist nichts',
  'error.nothing_remedy':
    'Prüfen Sie die Adresse. Die für ChatGPT und andere MCP-Clients endet auf /mcp: {how}.',
  'error.forbidden': 'Dieser Server antwortet hier nicht',
  'error.forbidden_remedy':
    'Verwenden Sie die Adresse, die Sie bekommen haben. Ist es diese, zeigen Sie dem Betreiber dieses Servers, was hier steht.',
  'error.too_many': 'Zu viele Anfragen',
  'error.too_many_remedy':
    'Es ist nichts verloren: Warten Sie so lange, und laden Sie diese Seite neu.',
  'error.down': 'Die Anwendung antwortet nicht',
  'error.down_remedy':
    'Es ist nichts verloren: Laden Sie diese Seite in einer Minute neu. Bleibt es dabei, wenden Sie sich an den Betreiber der Anwendung.',
  'error.busy': 'Dieser Server ist ausgelastet',
  'error.busy_remedy':
    'Es ist nichts verloren, und Sie haben nichts falsch gemacht: Warten Sie so lange, und laden Sie diese Seite neu.',
  'error.fault': 'Das hat nicht geklappt',
  'error.fault_remedy':
    'Versuchen Sie es in einer Minute noch einmal. Bleibt es dabei, wenden Sie sich an den Betreiber dieses Servers.',

  'reason.nothing_here': 'Unter dieser Adresse gibt es nichts',
  'reason.not_by_address': 'Diese Seite lässt sich nicht allein über ihre Adresse öffnen',
  'reason.wrong_method':
    'So wird diese Adresse nicht aufgerufen: Der Allow-Header nennt, auf welche Weise',
  'reason.page_too_old': 'Diese Seite ist zu alt, um noch beantwortet zu werden',
  'reason.page_elsewhere':
    'Diese Seite wurde in einem anderen Browser geöffnet, oder dieser hat ihr Cookie nicht mehr',
  'reason.other_site': 'Diese Seite wurde von einer anderen Website aus beantwortet',
  'reason.no_team':
    'Es wurde kein Team gewählt: Gehen Sie zurück und kreuzen Sie mindestens eines an',
  'reason.no_connection': 'Diese Verbindung gehört nicht zu denen dieses Browsers',
  'reason.sign_in_too_old': 'Diese Anmeldung hat zu lange gedauert oder stammt nicht von hier',
  'reason.sign_in_elsewhere':
    'Diese Anmeldung wurde in einem anderen Browser begonnen, ist schon abgeschlossen oder musste neueren weichen',
  'reason.unknown_client':
    'Die client_id ist hier nicht bekannt: Das Programm muss sich neu registrieren',
  'reason.redirect_uri': 'Die redirect_uri gehört nicht zu denen, die der Client registriert hat',
  'reason.too_many': 'Zu viele Anfragen: Warten Sie {seconds} s',
  'reason.many_lookups':
    'Es werden gerade zu viele Clients nachgeschlagen: Versuchen Sie es in {seconds} s noch einmal',
  'reason.many_sign_ins':
    'Hier melden sich gerade zu viele Clients an: Versuchen Sie es in {seconds} s noch einmal',
  'reason.down': 'Die Bullet-Train-Anwendung antwortet nicht: Versuchen Sie es später noch einmal',
  'reason.fault': 'Hier ist etwas schiefgegangen; was, steht im Protokoll des Servers',
  'reason.no_sign_in':
    'Die Anmeldung funktioniert im Moment nicht: Der Betreiber dieses Servers findet den Grund im Protokoll',

  'code.access_denied': 'Der Verbindung wurde nicht zugestimmt',
  'code.invalid_client':
    'Das Programm, das Sie hierher geschickt hat, ist nicht bekannt oder konnte sich nicht ausweisen',
  'code.invalid_request':
    'Das Programm, das Sie hierher geschickt hat, hat eine unvollständige oder falsche Anfrage gestellt',
  'code.invalid_scope':
    'Das Programm, das Sie hierher geschickt hat, hat Rechte verlangt, die es nicht gibt',
  'code.invalid_target':
    'Das Programm, das Sie hierher geschickt hat, hat einen anderen Server verlangt',
  'code.unsupported_response_type':
    'Das Programm, das Sie hierher geschickt hat, will Sie auf eine Weise anmelden, die es hier nicht gibt',
  'code.server_error': 'Auf diesem Server oder in der Anwendung ist ein Fehler aufgetreten',
  'code.temporarily_unavailable': 'Das geht im Moment nicht',
  'code.forbidden': 'Dieser Server beantwortet solche Anfragen nicht',
  'code.unauthorized':
    'Diese Adresse verlangt eine Anmeldung, und die übernimmt Ihr Client für Sie',
};
