import type { Texts } from './en.js';

/** The texts of the pages in Spanish. */
export const ES: Texts = {
  language: 'Idioma',
  'brand.support': 'Ayuda',
  'brand.documentation': 'Documentación',
  'brand.privacy': 'Privacidad',
  'brand.terms': 'Condiciones',
  'kind.read': 'leer',
  'kind.write': 'modificar',
  'kind.delete': 'eliminar',
  'tools.one': '{count} herramienta',
  'tools.other': '{count} herramientas',

  'consent.title': '¿Conectar {client} con {application}?',
  'consent.heading': '¿Conectar «{client}» con {application}?',
  'consent.destination': 'Después le devuelve a',
  'consent.document': 'Su descripción está en',
  'consent.target': 'Se conecta con',
  'consent.target_at': '{application} en {host}',
  'consent.access': 'Qué podrá hacer con los permisos de usted',
  'consent.access_read': 'solo leer',
  'consent.access_write': 'leer y modificar',
  'consent.access_delete': 'leer y eliminar',
  'consent.access_all': 'todo: leer, modificar y eliminar',
  'consent.access_note':
    'Elija lo mínimo que baste. Si más adelante el cliente necesita más, se le volverá a preguntar.',
  'consent.learns_name': 'También sabrá su nombre en {application}.',
  'consent.learns_email':
    'También sabrá quién es usted en {application}: su nombre y su dirección de correo electrónico.',
  'consent.end': 'Puede terminarla en cualquier momento: {connections}.',
  'consent.ability': '{kind} ({tools})',
  'consent.website':
    'El nombre es el que el cliente se da a sí mismo. Apruebe solo si acaba de solicitar esta conexión y reconoce la dirección de arriba.',
  'consent.device':
    'Esto se envía a un programa de su propio ordenador, y cualquier programa que haya en él puede darse este nombre. Apruebe solo si acaba de iniciar allí el inicio de sesión.',
  'consent.app':
    'Esto abre una aplicación de su propio dispositivo, y cualquier aplicación que haya en él puede darse este nombre. Apruebe solo si acaba de empezar allí el inicio de sesión.',
  'consent.not_meant':
    'Si quería conectarlo con otra cosa, rechace: ese otro servicio le ha enviado aquí para entrar en {application}.',
  'consent.as': 'Conectar como',
  'consent.as_me': 'yo mismo',
  'consent.as_note':
    'Si se conecta como usted mismo, cada llamada le traslada al equipo del que trata, también en su navegador, como si hubiera cambiado de equipo allí. Conectado a un solo equipo, le deja donde está: es la mejor opción si mientras tanto trabaja en la aplicación y es administrador del equipo.',
  'consent.deny': 'Rechazar',
  'consent.approve': 'Aprobar',

  'account.title': 'Su cuenta en {application}',
  'account.heading': 'Ha iniciado sesión como {email} en {application}',
  'account.unknown': 'Ha iniciado sesión en {application}',
  'account.about': '«{client}» trabajará allí con esta cuenta. Todavía no ha recibido nada.',
  'account.unexpected': '«{client}» espera otra cuenta.',
  'account.not_you':
    '¿No es usted? Abra {site}, cierre la sesión allí, vuelva aquí y elija usar otra cuenta.',
  'account.switch': 'Usar otra cuenta',
  'account.continue': 'Continuar',
  'account.teams': 'Como usted mismo, puede trabajar en',
  'account.these_teams': 'solo estos equipos:',
  'account.all_teams': 'todos mis equipos, también los futuros',
  'account.more_teams':
    'Tiene más equipos de los que caben en esta página: solo «todos mis equipos» incluye los demás.',
  'account.one_team':
    'Como usted mismo, puede trabajar en {team}. Un equipo al que se una más tarde no está incluido: vuelva a conectar para añadirlo.',
  'account.as_member': 'un miembro nuevo de un equipo',
  'account.member_of': 'Equipo:',
  'account.member_note':
    'Solo para un equipo del que usted sea administrador. Al continuar, el equipo recibe un miembro nuevo, un administrador, que aparece en su lista de miembros.',

  'connections.name': 'sus conexiones',
  'connections.title': 'Conexiones con {application}',
  'connections.whose': 'Ha iniciado sesión como {email}.',
  'connections.none': 'Con esta cuenta no se ha aprobado ningún cliente en este navegador.',
  'connections.all_teams': 'en todos sus equipos',
  'connections.teams': 'en {teams}',
  'connections.member': 'como miembro de {team}',
  'connections.learns_name': 'conoce su nombre',
  'connections.learns_email': 'conoce su nombre y su dirección de correo electrónico',
  'connections.since': 'Aprobada el {date}',
  'connections.disconnect': 'Desconectar {client}',
  'connections.ended': '«{client}» está desconectado: ya no puede hacer nada con esta cuenta.',
  'connections.ended_here':
    '«{client}» está desconectado. Este servidor no guarda nada: solo lo sabe el proceso que le ha respondido, y solo hasta que se reinicie. Si el cliente no lo ha llamado hasta entonces, podría continuar. Para estar seguro, termine la conexión también en la aplicación, como se explica abajo.',
  'connections.others': 'Otras conexiones',
  'connections.list': 'su lista de aplicaciones autorizadas',
  'connections.unknown':
    'Este servidor no guarda conexiones: conoce las que se aprobaron en este navegador, como máximo las diez últimas. Las demás se terminan en {site}: las suyas en {list}, lo que desconecta de una vez todos los clientes de este servidor; las de un equipo en su página <b>Developers → API</b>.',

  'connect.title': 'Conectarse a {application}',
  'connect.heading': 'Trabaje en {application} desde su asistente de IA',
  'connect.intro':
    'Dé esta dirección a su asistente e inicie sesión con su propia cuenta. El asistente ve y hace lo mismo que usted puede, y nada más.',
  'connect.access': 'Qué puede hacer el asistente',
  'connect.full': 'Leer y modificar',
  'connect.read_only': 'Solo leer',
  'connect.read_only_note':
    'Con esta dirección no se modifica nada en la aplicación, intente lo que intente el asistente. Los pasos de abajo la usan.',
  'connect.checked': 'Pasos comprobados: {month}',
  'connect.up': 'Todo funciona.',
  'connect.degraded':
    'No todo funciona. Ya puede añadir la dirección; si el inicio de sesión falla, inténtelo más tarde.',
  'connect.for_operator': 'Para quien administra este servidor',
  'connect.closed':
    'Todavía nadie puede iniciar sesión aquí: quien administra este servidor debe registrarlo antes en {application}.',
  'connect.own_client':
    'Necesita un ID de cliente propio y, para obtenerlo, ser administrador de un equipo en {application}.',
  'connect.own_client_1':
    'En {application}, abra <b>Developers → API</b> y elija <b>Provision New Platform Application</b>.',
  'connect.own_client_2':
    'Escriba un nombre y, como <b>Redirect URI</b>, la dirección que le muestra su cliente; si son varias, van en el mismo campo, separadas por espacios. Fuera de los entornos de desarrollo, {application} solo acepta direcciones https, de modo que un cliente de su propio ordenador, que vuelve a http://localhost, no puede conectarse así.',
  'connect.own_client_3':
    'Escriba sus datos <b>Client UID</b> y <b>Client Secret</b> en el cliente, en los ajustes avanzados o de OAuth.',
  'connect.robot_token':
    'No use el <b>Default Access Token</b> que aparece allí: no es suyo. Pertenece a un robot que administra todo el equipo, no caduca nunca y lo puede ver cualquier miembro del equipo.',
  'connect.detour':
    'Si inicia sesión con otra cuenta, como la de Google, o con una contraseña nueva, es posible que acabe en una página de {application} y no de vuelta en su asistente. En ese caso, empiece de nuevo desde el asistente: su sesión ya está iniciada y volverá directamente.',
  'connect.how': 'Cómo conectarse',
  'connect.abilities': 'Qué puede hacer',
  'connect.unknown': 'Todavía no se sabe: la aplicación no ha respondido.',
  'connect.nothing':
    'Todavía nada: la aplicación no ofrece ninguna operación, o quien administra este servidor no permite ninguna.',
  'connect.kind': '{count} para {kind}',
  'connect.summary': '{tools}: {kinds}.',
  'connect.searched':
    'En su lugar, su cliente muestra otras {count}, que encuentran estas y las llaman.',
  'connect.other': 'Otros',
  'search.label': 'Buscar',
  'search.some': '{shown} de {all}',
  'search.found': '{found} de {all} encontradas',
  'search.none': 'No se ha encontrado nada',
  'copy.button': 'Copiar',
  'copy.done': 'Copiado',
  'copy.selected': 'Seleccionado',
  'copy.what': 'Copiar: {what}',
  'copy.what_done': 'Copiado: {what}',
  'copy.what_selected': 'Seleccionado: {what}',
  'copy.address': 'dirección',
  'copy.command': 'comando',
  'copy.first_command': 'primer comando',
  'copy.second_command': 'segundo comando',
  'copy.configuration': 'configuración',
  'copy.other_configuration': 'otra configuración',

  'error.sentence': '{message}.',
  'error.how': 'Cómo conectarse',
  'error.said': 'En palabras del servidor: {message}',
  'error.sign_in': 'Este inicio de sesión no puede continuar',
  'error.sign_in_remedy':
    'No se ha compartido nada. Vuelva al programa del que venía y conéctese de nuevo. Si sigue igual, elimine allí la conexión y añádala otra vez, o muestre a sus creadores lo que pone aquí.',
  'error.sign_in_detour':
    'Si ha iniciado sesión con otra cuenta, como la de Google, y ha llegado a una página de la aplicación, su sesión ya está iniciada: empiece de nuevo desde ese programa y volverá directamente.',
  'error.programs': 'Esta dirección es para programas',
  'error.programs_remedy':
    'Las personas se conectan con ChatGPT, Claude u otro cliente MCP, que se encarga de iniciar la sesión: {how}.',
  'error.nothing': 'Aquí no hay nada',
  'error.nothing_remedy':
    'Compruebe la dirección. La que se da a ChatGPT y a otros clientes MCP termina en /mcp: {how}.',
  'error.forbidden': 'Este servidor no responde aquí',
  'error.forbidden_remedy':
    'Use la dirección que le han dado. Si es esta, muestre a quien administra este servidor lo que pone aquí.',
  'error.too_many': 'Demasiadas solicitudes',
  'error.too_many_remedy':
    'No se ha perdido nada: espere ese tiempo y vuelva a cargar esta página.',
  'error.down': 'La aplicación no responde',
  'error.down_remedy':
    'No se ha perdido nada: vuelva a cargar esta página dentro de un minuto. Si sigue igual, avise a quien administra la aplicación.',
  'error.busy': 'Este servidor está ocupado',
  'error.busy_remedy':
    'No se ha perdido nada y usted no ha hecho nada mal: espere ese tiempo y vuelva a cargar esta página.',
  'error.fault': 'No ha funcionado',
  'error.fault_remedy':
    'Inténtelo de nuevo dentro de un minuto. Si sigue igual, avise a quien administra este servidor.',

  'reason.nothing_here': 'No hay nada en esta dirección',
  'reason.not_by_address': 'Esta página no se puede abrir solo con su dirección',
  'reason.wrong_method':
    'A esta dirección no se accede de este modo: el encabezado Allow indica cuáles admite',
  'reason.page_too_old': 'Esta página es demasiado antigua para responder en ella',
  'reason.page_elsewhere': 'Esta página se abrió en otro navegador, o este ya no tiene su cookie',
  'reason.other_site': 'La respuesta a esta página vino de otro sitio web',
  'reason.no_team': 'No se ha elegido ningún equipo: vuelva atrás y marque al menos uno',
  'reason.no_connection': 'Esta conexión no está entre las de este navegador',
  'reason.sign_in_too_old': 'Este inicio de sesión ha tardado demasiado, o no se empezó aquí',
  'reason.sign_in_elsewhere':
    'Este inicio de sesión se empezó en otro navegador, ya ha terminado o ha dejado sitio a otros más recientes',
  'reason.unknown_client':
    'El client_id no se conoce aquí: el programa tiene que registrarse de nuevo',
  'reason.redirect_uri': 'El redirect_uri no es ninguno de los que ha registrado el cliente',
  'reason.too_many': 'Demasiadas solicitudes: espere {seconds} s',
  'reason.many_lookups':
    'Se está consultando a demasiados clientes: vuelva a intentarlo dentro de {seconds} s',
  'reason.many_sign_ins':
    'En este momento inician sesión aquí demasiados clientes: vuelva a intentarlo dentro de {seconds} s',
  'reason.down': 'La aplicación Bullet Train no responde: inténtelo más tarde',
  'reason.fault': 'Algo ha fallado aquí; el registro del servidor dice qué',
  'reason.no_sign_in':
    'El inicio de sesión no funciona en este momento: quien administra este servidor encontrará el motivo en el registro',

  'code.access_denied': 'La conexión no se ha aprobado',
  'code.invalid_client':
    'El programa que le ha enviado aquí no se conoce, o no ha podido demostrar quién es',
  'code.invalid_request':
    'El programa que le ha enviado aquí ha pedido algo incompleto o incorrecto',
  'code.invalid_scope': 'El programa que le ha enviado aquí ha pedido permisos que no existen',
  'code.invalid_target': 'El programa que le ha enviado aquí ha pedido otro servidor',
  'code.unsupported_response_type':
    'El programa que le ha enviado aquí quiere iniciar su sesión de una forma que no se ofrece',
  'code.server_error': 'Algo ha fallado en este servidor o en la aplicación',
  'code.temporarily_unavailable': 'Esto no funciona en este momento',
  'code.forbidden': 'Este servidor no responde a solicitudes de este tipo',
  'code.unauthorized': 'Esta dirección requiere iniciar sesión, y de eso se encarga su cliente',
};
