import type { Texts } from './en.js';

/** The texts of the pages in Portuguese. */
export const PT: Texts = {
  language: 'Idioma',
  'brand.support': 'Ajuda',
  'brand.documentation': 'Documentação',
  'brand.privacy': 'Privacidade',
  'brand.terms': 'Termos',
  'kind.read': 'ler',
  'kind.write': 'alterar',
  'kind.delete': 'excluir',
  'tools.one': '{count} ferramenta',
  'tools.other': '{count} ferramentas',

  'consent.title': 'Conectar {client} a {application}?',
  'consent.heading': 'Conectar “{client}” a {application}?',
  'consent.destination': 'Depois, o retorno é para',
  'consent.document': 'A descrição está em',
  'consent.target': 'A conexão é com',
  'consent.target_at': '{application} em {host}',
  'consent.access': 'O que poderá fazer, com as suas permissões',
  'consent.access_read': 'somente ler',
  'consent.access_write': 'ler e alterar',
  'consent.access_delete': 'ler e excluir',
  'consent.access_all': 'tudo: ler, alterar e excluir',
  'consent.access_note':
    'Escolha o mínimo necessário. Se o cliente precisar de mais depois, a pergunta será feita de novo.',
  'consent.learns_name': 'Ele também fica sabendo seu nome em {application}.',
  'consent.learns_email':
    'Ele também fica sabendo quem você é em {application}: seu nome e seu endereço de e-mail.',
  'consent.end': 'Você pode encerrar a conexão a qualquer momento: {connections}.',
  'consent.ability': '{kind} ({tools})',
  'consent.website':
    'O nome é o que o cliente dá a si mesmo. Aprove somente se você acabou de pedir esta conexão e conhece o endereço acima.',
  'consent.device':
    'O destino é um programa no seu próprio computador, e qualquer programa nele pode dar a si mesmo este nome. Aprove somente se você acabou de iniciar o login nele.',
  'consent.app':
    'Isto abre um aplicativo no seu próprio dispositivo, e qualquer aplicativo nele pode dar a si mesmo este nome. Aprove somente se você acabou de iniciar o login nele.',
  'consent.not_meant':
    'Se a intenção era conectar a outra coisa, recuse: esse outro serviço enviou você para cá a fim de entrar em {application}.',
  'consent.as': 'Conectar como',
  'consent.as_me': 'a minha própria conta',
  'consent.as_note':
    'Com a sua própria conta, cada chamada leva você para a equipe de que trata, também no navegador, como se você tivesse trocado de equipe. Com a conexão a uma única equipe, você continua onde está: é a melhor escolha para quem trabalha na aplicação ao mesmo tempo e administra a equipe.',
  'consent.deny': 'Recusar',
  'consent.approve': 'Aprovar',

  'account.title': 'A sua conta em {application}',
  'account.heading': 'Login feito como {email} em {application}',
  'account.unknown': 'O seu login em {application} está feito',
  'account.about': '“{client}” vai trabalhar lá com esta conta. Ainda não recebeu nada.',
  'account.unexpected': '“{client}” espera outra conta.',
  'account.not_you':
    'Não é você? Abra {site}, saia da conta, volte aqui e escolha usar outra conta.',
  'account.switch': 'Usar outra conta',
  'account.continue': 'Continuar',
  'account.teams': 'Com a sua conta, pode trabalhar em',
  'account.these_teams': 'somente estas equipes:',
  'account.all_teams': 'todas as minhas equipes, também as futuras',
  'account.more_teams':
    'Você tem mais equipes do que cabem nesta página: somente “todas as minhas equipes” inclui as outras.',
  'account.one_team':
    'Com a sua conta, pode trabalhar em {team}. Uma equipe em que você entrar depois não está incluída: conecte de novo para adicioná-la.',
  'account.as_member': 'um novo membro de uma única equipe',
  'account.member_of': 'Equipe:',
  'account.member_note':
    'Somente para uma equipe que você administra. Ao continuar, ela recebe um novo membro, um administrador, que aparece na lista de membros.',

  'connections.name': 'as suas conexões',
  'connections.title': 'Conexões com {application}',
  'connections.whose': 'O seu login está feito como {email}.',
  'connections.none': 'Nenhum cliente foi aprovado com esta conta neste navegador.',
  'connections.all_teams': 'em todas as suas equipes',
  'connections.teams': 'em {teams}',
  'connections.member': 'como membro de {team}',
  'connections.learns_name': 'conhece seu nome',
  'connections.learns_email': 'conhece seu nome e seu endereço de e-mail',
  'connections.since': 'Aprovada em {date}',
  'connections.disconnect': 'Desconectar {client}',
  'connections.ended': '“{client}” está desconectado: não pode fazer mais nada com esta conta.',
  'connections.ended_here':
    '“{client}” está desconectado. Este servidor não guarda nada: só o processo que lhe respondeu sabe disso, e só até reiniciar. Se o cliente não o tiver chamado até lá, pode continuar. Para ter certeza, encerre a conexão também na aplicação, como descrito abaixo.',
  'connections.others': 'Outras conexões',
  'connections.list': 'a lista de aplicações autorizadas',
  'connections.unknown':
    'Este servidor não guarda conexões: conhece as que foram aprovadas neste navegador, no máximo as dez últimas. As demais são encerradas em {site}: as suas em {list}, o que desconecta de uma vez todos os clientes deste servidor; as de uma equipe na página <b>Developers → API</b> dela.',

  'connect.title': 'Conectar a {application}',
  'connect.heading': 'Trabalhe em {application} com o seu assistente de IA',
  'connect.intro':
    'Informe este endereço ao assistente e entre com a sua própria conta. Ele vê e faz o que você pode, e nada mais.',
  'connect.access': 'O que o assistente pode fazer',
  'connect.full': 'Ler e alterar',
  'connect.read_only': 'Somente ler',
  'connect.read_only_note':
    'Com este endereço nada é alterado na aplicação, seja o que for que o assistente tente. Os passos abaixo o usam.',
  'connect.checked': 'Passos verificados: {month}',
  'connect.up': 'Tudo está funcionando.',
  'connect.degraded':
    'Nem tudo está funcionando. Já é possível adicionar o endereço; se o login falhar, tente mais tarde.',
  'connect.for_operator': 'Para quem administra este servidor',
  'connect.closed':
    'Ainda não é possível entrar aqui: quem administra este servidor precisa registrá-lo antes em {application}.',
  'connect.own_client':
    'É necessário ter um ID de cliente próprio e, para isso, ser administrador de uma equipe em {application}.',
  'connect.own_client_1':
    'Em {application}, abra <b>Developers → API</b> e escolha <b>Provision New Platform Application</b>.',
  'connect.own_client_2':
    'Digite um nome e, como <b>Redirect URI</b>, o endereço que o cliente mostra; se forem vários, use o mesmo campo e separe-os com espaços. Fora do ambiente de desenvolvimento, {application} aceita somente endereços https, de modo que um cliente no seu próprio computador, que retorna a http://localhost, não pode ser conectado assim.',
  'connect.own_client_3':
    'Digite os dados <b>Client UID</b> e <b>Client Secret</b> no cliente, nas configurações avançadas ou de OAuth.',
  'connect.robot_token':
    'Não use o <b>Default Access Token</b> que aparece lá: ele não é seu. Pertence a um robô que administra a equipe inteira, nunca expira e pode ser visto por todos os membros da equipe.',
  'connect.detour':
    'Ao entrar com outra conta, como a do Google, ou com uma senha nova, você pode acabar em uma página de {application}, e não de volta no assistente. Nesse caso, comece de novo no assistente: agora o login já está feito e o retorno é direto.',
  'connect.how': 'Como conectar',
  'connect.abilities': 'O que a conexão pode fazer',
  'connect.unknown': 'Ainda não se sabe: a aplicação não respondeu.',
  'connect.nothing':
    'Ainda nada: a aplicação não oferece operações, ou quem administra este servidor não permite nenhuma.',
  'connect.kind': '{count} para {kind}',
  'connect.summary': '{tools}: {kinds}.',
  'connect.searched':
    'Em vez delas, o cliente mostra outras {count}, que encontram e chamam estas.',
  'connect.other': 'Outros',
  'search.label': 'Buscar',
  'search.some': '{shown} de {all}',
  'search.found': '{found} de {all} encontradas',
  'search.none': 'Nada encontrado',
  'copy.button': 'Copiar',
  'copy.done': 'Copiado',
  'copy.selected': 'Selecionado',
  'copy.what': 'Copiar: {what}',
  'copy.what_done': 'Copiado: {what}',
  'copy.what_selected': 'Selecionado: {what}',
  'copy.address': 'endereço',
  'copy.command': 'comando',
  'copy.first_command': 'primeiro comando',
  'copy.second_command': 'segundo comando',
  'copy.configuration': 'configuração',
  'copy.other_configuration': 'outra configuração',

  'error.sentence': '{message}.',
  'error.how': 'Como conectar',
  'error.said': 'Nas palavras do servidor: {message}',
  'error.sign_in': 'Este login não pode continuar',
  'error.sign_in_remedy':
    'Nada foi compartilhado. Volte ao programa de origem e conecte de novo. Se o problema continuar, remova a conexão nele e adicione-a outra vez, ou mostre aos criadores do programa o que está escrito aqui.',
  'error.sign_in_detour':
    'Se você entrou com outra conta, como a do Google, e chegou a uma página da aplicação, o login já está feito: comece de novo naquele programa e o retorno será direto.',
  'error.programs': 'Este endereço é para programas',
  'error.programs_remedy':
    'As pessoas se conectam com ChatGPT, Claude ou outro cliente MCP, que cuida do login: {how}.',
  'error.nothing': 'Não há nada aqui',
  'error.nothing_remedy':
    'Confira o endereço. O que se informa ao ChatGPT e a outros clientes MCP termina em /mcp: {how}.',
  'error.forbidden': 'Este servidor não responde aqui',
  'error.forbidden_remedy':
    'Use o endereço que você recebeu. Se for este, mostre a quem administra este servidor o que está escrito aqui.',
  'error.too_many': 'Solicitações demais',
  'error.too_many_remedy': 'Nada se perdeu: aguarde esse tempo e recarregue esta página.',
  'error.down': 'A aplicação não responde',
  'error.down_remedy':
    'Nada se perdeu: recarregue esta página em um minuto. Se o problema continuar, avise quem administra a aplicação.',
  'error.busy': 'Este servidor está ocupado',
  'error.busy_remedy':
    'Nada se perdeu, e não há nada de errado com o que você fez: aguarde esse tempo e recarregue esta página.',
  'error.fault': 'Não funcionou',
  'error.fault_remedy':
    'Tente de novo em um minuto. Se o problema continuar, avise quem administra este servidor.',

  'reason.nothing_here': 'Não há nada neste endereço',
  'reason.not_by_address': 'Esta página não pode ser aberta somente pelo endereço',
  'reason.wrong_method':
    'Este endereço não é acessado desta maneira: o cabeçalho Allow informa quais são aceitas',
  'reason.page_too_old': 'Esta página é antiga demais para ser respondida',
  'reason.page_elsewhere':
    'Esta página foi aberta em outro navegador, ou este não tem mais o cookie dela',
  'reason.other_site': 'Esta página foi respondida a partir de outro site',
  'reason.no_team': 'Nenhuma equipe foi escolhida: volte e marque pelo menos uma',
  'reason.no_connection': 'Esta conexão não está entre as deste navegador',
  'reason.sign_in_too_old': 'Este login demorou demais, ou não foi iniciado aqui',
  'reason.sign_in_elsewhere':
    'Este login foi iniciado em outro navegador, já terminou ou deu lugar a outros mais recentes',
  'reason.unknown_client':
    'O client_id não é conhecido aqui: o programa precisa se registrar de novo',
  'reason.redirect_uri': 'O redirect_uri não é nenhum dos que o cliente registrou',
  'reason.too_many': 'Solicitações demais: aguarde {seconds} s',
  'reason.many_lookups': 'Clientes demais estão sendo consultados: tente de novo em {seconds} s',
  'reason.many_sign_ins':
    'Clientes demais estão fazendo login aqui neste momento: tente de novo em {seconds} s',
  'reason.down': 'A aplicação Bullet Train não responde: tente mais tarde',
  'reason.fault': 'Algo deu errado aqui; o registro do servidor informa o quê',
  'reason.no_sign_in':
    'O login não está funcionando no momento: quem administra este servidor encontra o motivo no registro',

  'code.access_denied': 'A conexão não foi aprovada',
  'code.invalid_client':
    'O programa que enviou você para cá não é conhecido, ou não conseguiu provar quem é',
  'code.invalid_request':
    'O programa que enviou você para cá fez um pedido incompleto ou incorreto',
  'code.invalid_scope': 'O programa que enviou você para cá pediu permissões que não existem',
  'code.invalid_target': 'O programa que enviou você para cá pediu outro servidor',
  'code.unsupported_response_type':
    'O programa que enviou você para cá quer fazer o login de uma forma que não é oferecida',
  'code.server_error': 'Algo falhou neste servidor ou na aplicação',
  'code.temporarily_unavailable': 'Isto não funciona no momento',
  'code.forbidden': 'Este servidor não responde a solicitações deste tipo',
  'code.unauthorized': 'Este endereço exige login, e o seu cliente cuida disso',
};
