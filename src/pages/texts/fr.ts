import type { Texts } from './en.js';

/** The texts of the pages in French. */
export const FR: Texts = {
  language: 'Langue',
  'brand.support': 'Aide',
  'brand.documentation': 'Documentation',
  'brand.privacy': 'Confidentialité',
  'brand.terms': 'Conditions d’utilisation',
  'kind.read': 'lire',
  'kind.write': 'modifier',
  'kind.delete': 'supprimer',
  'tools.one': '{count} outil',
  'tools.other': '{count} outils',

  'consent.title': 'Connecter {client} à {application} ?',
  'consent.heading': 'Connecter « {client} » à {application} ?',
  'consent.destination': 'Vous serez ensuite renvoyé vers',
  'consent.document': 'Sa description se trouve à l’adresse',
  'consent.target': 'Il se connecte à',
  'consent.target_at': '{application} sur {host}',
  'consent.access': 'Ce qu’il pourra faire, avec vos droits',
  'consent.access_read': 'seulement lire',
  'consent.access_write': 'lire et modifier',
  'consent.access_delete': 'lire et supprimer',
  'consent.access_all': 'tout : lire, modifier et supprimer',
  'consent.access_note':
    'Choisissez le strict nécessaire. Si le client a besoin de davantage plus tard, la question vous sera posée de nouveau.',
  'consent.learns_name': 'Il apprend aussi votre nom dans {application}.',
  'consent.learns_email':
    'Il apprend aussi qui vous êtes dans {application} : votre nom et votre adresse e-mail.',
  'consent.end': 'Vous pouvez y mettre fin à tout moment : {connections}.',
  'consent.ability': '{kind} ({tools})',
  'consent.website':
    'Le nom est celui que le client se donne lui-même. N’approuvez que si vous venez de demander cette connexion et si vous connaissez l’adresse ci-dessus.',
  'consent.device':
    'La réponse est transmise à un programme de votre propre ordinateur, et tout programme qui s’y trouve peut se donner ce nom. N’approuvez que si vous venez d’y lancer la connexion.',
  'consent.app':
    'Cela ouvre une application de votre propre appareil, et toute application qui s’y trouve peut se donner ce nom. N’approuvez que si vous venez d’y lancer la connexion.',
  'consent.not_meant':
    'Si vous vouliez le connecter à autre chose, refusez : cet autre service vous a envoyé ici pour accéder à {application}.',
  'consent.as': 'Se connecter en tant que',
  'consent.as_me': 'moi-même',
  'consent.as_note':
    'En tant que vous-même, chaque appel vous fait passer dans l’équipe concernée, y compris dans votre navigateur, comme si vous aviez changé d’équipe. Connecté à une seule équipe, il vous laisse où vous êtes : c’est le meilleur choix si vous travaillez en même temps dans l’application et si vous êtes administrateur de l’équipe.',
  'consent.deny': 'Refuser',
  'consent.approve': 'Approuver',

  'account.title': 'Votre compte dans {application}',
  'account.heading': 'Connecté en tant que {email} dans {application}',
  'account.unknown': 'Vous êtes connecté à {application}',
  'account.about': '« {client} » y travaillera avec ce compte. Rien ne lui a encore été remis.',
  'account.unexpected': '« {client} » attend un autre compte.',
  'account.not_you':
    'Ce n’est pas vous ? Ouvrez {site}, déconnectez-vous, revenez ici et choisissez un autre compte.',
  'account.switch': 'Utiliser un autre compte',
  'account.continue': 'Continuer',
  'account.teams': 'En votre nom, il peut travailler dans',
  'account.these_teams': 'seulement ces équipes :',
  'account.all_teams': 'toutes mes équipes, même les futures',
  'account.more_teams':
    'Vous avez plus d’équipes que cette page ne peut en montrer : seul « toutes mes équipes » comprend les autres.',
  'account.one_team':
    'En votre nom, il peut travailler dans {team}. Une équipe que vous rejoindrez plus tard n’est pas comprise : reconnectez-le pour l’ajouter.',
  'account.as_member': 'nouveau membre d’une seule équipe',
  'account.member_of': 'Équipe :',
  'account.member_note':
    'Seulement pour une équipe que vous administrez. Dès que vous continuez, elle reçoit un nouveau membre, un administrateur, visible dans la liste de ses membres.',

  'connections.name': 'vos connexions',
  'connections.title': 'Connexions à {application}',
  'connections.whose': 'Vous êtes connecté en tant que {email}.',
  'connections.none': 'Aucun client n’a été approuvé avec ce compte dans ce navigateur.',
  'connections.all_teams': 'dans toutes vos équipes',
  'connections.teams': 'dans {teams}',
  'connections.member': 'en tant que membre de {team}',
  'connections.learns_name': 'connaît votre nom',
  'connections.learns_email': 'connaît votre nom et votre adresse e-mail',
  'connections.since': 'Approuvée le {date}',
  'connections.disconnect': 'Déconnecter {client}',
  'connections.ended': '« {client} » est déconnecté : il ne peut plus rien faire avec ce compte.',
  'connections.ended_here':
    '« {client} » est déconnecté. Ce serveur n’enregistre rien : seul le processus qui vous a répondu le sait, et seulement jusqu’à son redémarrage. Si le client ne l’a pas appelé d’ici là, il pourrait continuer. Pour en être certain, mettez-y fin aussi dans l’application, comme décrit ci-dessous.',
  'connections.others': 'Autres connexions',
  'connections.list': 'sa liste des applications autorisées',
  'connections.unknown':
    'Ce serveur n’enregistre aucune connexion : il connaît celles qui ont été approuvées dans ce navigateur, les dix dernières au plus. Les autres prennent fin dans {site} : les vôtres dans {list}, ce qui déconnecte à la fois tous les clients de ce serveur ; celles d’une équipe sur sa page <b>Developers → API</b>.',

  'connect.title': 'Se connecter à {application}',
  'connect.heading': 'Travaillez dans {application} depuis votre assistant IA',
  'connect.intro':
    'Donnez cette adresse à votre assistant et connectez-vous avec votre propre compte. Il voit et fait ce que vous pouvez vous-même, et rien d’autre.',
  'connect.access': 'Ce que l’assistant peut faire',
  'connect.full': 'Lire et modifier',
  'connect.read_only': 'Lire seulement',
  'connect.read_only_note':
    'Avec cette adresse, rien n’est modifié dans l’application, quoi que tente l’assistant. Les étapes ci-dessous l’utilisent.',
  'connect.checked': 'Étapes vérifiées : {month}',
  'connect.up': 'Tout fonctionne.',
  'connect.degraded':
    'Tout ne fonctionne pas. Vous pouvez déjà ajouter l’adresse ; si la connexion échoue, réessayez plus tard.',
  'connect.for_operator': 'Pour la personne qui gère ce serveur',
  'connect.closed':
    'Personne ne peut encore se connecter ici : la personne qui gère ce serveur doit d’abord l’enregistrer auprès de {application}.',
  'connect.own_client':
    'Il vous faut votre propre identifiant client et, pour l’obtenir, être administrateur d’une équipe dans {application}.',
  'connect.own_client_1':
    'Dans {application}, ouvrez <b>Developers → API</b> et choisissez <b>Provision New Platform Application</b>.',
  'connect.own_client_2':
    'Saisissez un nom et, comme <b>Redirect URI</b>, l’adresse que votre client affiche ; s’il y en a plusieurs, mettez-les dans le même champ, séparées par des espaces. En dehors du développement, {application} n’accepte que des adresses https : un client de votre propre ordinateur, qui revient à http://localhost, ne peut donc pas être connecté ainsi.',
  'connect.own_client_3':
    'Saisissez ses valeurs <b>Client UID</b> et <b>Client Secret</b> dans le client, parmi les paramètres OAuth ou avancés.',
  'connect.robot_token':
    'N’utilisez pas le <b>Default Access Token</b> qui s’y trouve : il n’est pas à vous. Il appartient à un robot qui administre toute l’équipe, il n’expire jamais, et chaque membre de l’équipe peut le voir.',
  'connect.detour':
    'Si vous vous connectez avec un autre compte, celui de Google par exemple, ou avec un nouveau mot de passe, il se peut que vous arriviez sur une page de {application} au lieu de revenir à votre assistant. Recommencez alors depuis l’assistant : vous êtes maintenant connecté et vous reviendrez directement.',
  'connect.how': 'Comment se connecter',
  'connect.abilities': 'Ce que permet la connexion',
  'connect.unknown': 'On ne le sait pas encore : l’application n’a pas répondu.',
  'connect.nothing':
    'Rien pour l’instant : l’application ne propose aucune opération, ou la personne qui gère ce serveur n’en autorise aucune.',
  'connect.kind': '{count} pour {kind}',
  'connect.summary': '{tools} : {kinds}.',
  'connect.searched':
    'À la place, votre client en affiche {count} autres, qui trouvent ceux-ci et les appellent.',
  'connect.other': 'Autres',
  'search.label': 'Rechercher',
  'search.some': '{shown} sur {all}',
  'search.found': '{found} sur {all} trouvés',
  'search.none': 'Aucun résultat',
  'copy.button': 'Copier',
  'copy.done': 'Copié',
  'copy.selected': 'Sélectionné',
  'copy.what': 'Copier : {what}',
  'copy.what_done': 'Copié : {what}',
  'copy.what_selected': 'Sélectionné : {what}',
  'copy.address': 'adresse',
  'copy.command': 'commande',
  'copy.first_command': 'première commande',
  'copy.second_command': 'deuxième commande',
  'copy.configuration': 'fichier de configuration',
  'copy.other_configuration': 'autre fichier de configuration',

  'error.sentence': '{message}.',
  'error.how': 'Comment se connecter',
  'error.said': 'Le serveur indique : {message}',
  'error.sign_in': 'Cette connexion ne peut pas se poursuivre',
  'error.sign_in_remedy':
    'Rien n’a été partagé. Revenez au programme d’où vous venez et connectez-vous de nouveau. Si rien ne change, supprimez-y la connexion et ajoutez-la de nouveau, ou montrez à ses auteurs ce qui est écrit ici.',
  'error.sign_in_detour':
    'Si vous vous êtes connecté avec un autre compte, celui de Google par exemple, et que vous êtes arrivé sur une page de l’application, vous êtes maintenant connecté : recommencez depuis ce programme et vous reviendrez directement.',
  'error.programs': 'Cette adresse est destinée aux programmes',
  'error.programs_remedy':
    'On se connecte avec ChatGPT, Claude ou un autre client MCP, qui se charge de l’authentification : {how}.',
  'error.nothing': 'Il n’y a rien ici',
  'error.nothing_remedy':
    'Vérifiez l’adresse. Celle qu’il faut donner à ChatGPT et aux autres clients MCP se termine par /mcp : {how}.',
  'error.forbidden': 'Ce serveur ne répond pas ici',
  'error.forbidden_remedy':
    'Utilisez l’adresse que l’on vous a donnée. Si c’est bien celle-ci, montrez à la personne qui gère ce serveur ce qui est écrit ici.',
  'error.too_many': 'Trop de requêtes',
  'error.too_many_remedy': 'Rien n’est perdu : attendez ce délai, puis rechargez cette page.',
  'error.down': 'L’application ne répond pas',
  'error.down_remedy':
    'Rien n’est perdu : rechargez cette page dans une minute. Si rien ne change, prévenez la personne qui gère l’application.',
  'error.busy': 'Ce serveur est surchargé',
  'error.busy_remedy':
    'Rien n’est perdu, et vous n’avez rien fait de mal : attendez ce délai, puis rechargez cette page.',
  'error.fault': 'Cela n’a pas fonctionné',
  'error.fault_remedy':
    'Réessayez dans une minute. Si rien ne change, prévenez la personne qui gère ce serveur.',

  'reason.nothing_here': 'Il n’y a rien à cette adresse',
  'reason.not_by_address': 'Cette page ne peut pas être ouverte par sa seule adresse',
  'reason.wrong_method':
    'Cette adresse ne s’interroge pas de cette façon : l’en-tête Allow indique laquelle convient',
  'reason.page_too_old': 'Cette page est trop ancienne pour que l’on puisse encore y répondre',
  'reason.page_elsewhere':
    'Cette page a été ouverte dans un autre navigateur, ou celui-ci n’a plus son cookie',
  'reason.other_site': 'La réponse à cette page est venue d’un autre site',
  'reason.no_team': 'Aucune équipe n’a été choisie : revenez en arrière et cochez-en au moins une',
  'reason.no_connection': 'Cette connexion ne fait pas partie de celles de ce navigateur',
  'reason.sign_in_too_old': 'Cette connexion a pris trop de temps, ou ne vient pas d’ici',
  'reason.sign_in_elsewhere':
    'Cette connexion a été commencée dans un autre navigateur, est déjà terminée ou a laissé la place à de plus récentes',
  'reason.unknown_client':
    'Le client_id n’est pas connu ici : le programme doit s’enregistrer de nouveau',
  'reason.redirect_uri': 'Le redirect_uri n’est pas l’un de ceux que le client a enregistrés',
  'reason.too_many': 'Trop de requêtes : attendez {seconds} s',
  'reason.many_lookups':
    'Trop de clients sont en cours de vérification : réessayez dans {seconds} s',
  'reason.many_sign_ins':
    'Trop de clients se connectent ici en ce moment : réessayez dans {seconds} s',
  'reason.down': 'L’application Bullet Train ne répond pas : réessayez plus tard',
  'reason.fault': 'Une erreur s’est produite ici ; le journal du serveur indique laquelle',
  'reason.no_sign_in':
    'La connexion ne fonctionne pas en ce moment : la personne qui gère ce serveur en trouvera la raison dans le journal',

  'code.access_denied': 'La connexion n’a pas été approuvée',
  'code.invalid_client':
    'Le programme qui vous a envoyé ici n’est pas connu, ou n’a pas pu prouver son identité',
  'code.invalid_request':
    'Le programme qui vous a envoyé ici a fait une demande incomplète ou incorrecte',
  'code.invalid_scope':
    'Le programme qui vous a envoyé ici a demandé des droits qui n’existent pas',
  'code.invalid_target': 'Le programme qui vous a envoyé ici a demandé un autre serveur',
  'code.unsupported_response_type':
    'Le programme qui vous a envoyé ici veut vous connecter d’une façon qui n’est pas proposée',
  'code.server_error': 'Une erreur s’est produite sur ce serveur ou dans l’application',
  'code.temporarily_unavailable': 'Cela ne fonctionne pas en ce moment',
  'code.forbidden': 'Ce serveur ne répond pas aux requêtes de ce genre',
  'code.unauthorized': 'Cette adresse exige une connexion, dont votre client se charge pour vous',
};
