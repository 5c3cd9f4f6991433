import type { Texts } from './en.js';

/** The texts of the pages in Japanese. */
export const JA: Texts = {
  language: '言語',
  'brand.support': 'ヘルプ',
  'brand.documentation': 'ドキュメント',
  'brand.privacy': 'プライバシー',
  'brand.terms': '利用規約',
  'kind.read': '読み取り',
  'kind.write': '変更',
  'kind.delete': '削除',
  'tools.one': 'ツール {count} 件',
  'tools.other': 'ツール {count} 件',

  'consent.title': '{client} を {application} に接続しますか？',
  'consent.heading': '「{client}」を {application} に接続しますか？',
  'consent.destination': '接続後の戻り先',
  'consent.document': 'クライアントの説明があるアドレス',
  'consent.target': '接続先',
  'consent.target_at': '{application}（{host}）',
  'consent.access': 'お客様の権限でクライアントに許可する操作',
  'consent.access_read': '読み取りのみ',
  'consent.access_write': '読み取りと変更',
  'consent.access_delete': '読み取りと削除',
  'consent.access_all': 'すべて（読み取り、変更、削除）',
  'consent.access_note':
    '必要最小限のものを選択してください。後でクライアントにさらに権限が必要になった場合は、あらためて確認します。',
  'consent.learns_name': '{application} でのあなたの名前も伝えられます。',
  'consent.learns_email': '{application} でのあなたの名前とメールアドレスも伝えられます。',
  'consent.end': '接続はいつでも終了できます：{connections}。',
  'consent.ability': '{kind}（{tools}）',
  'consent.website':
    'この名前はクライアントが自ら名乗っているものです。たった今ご自身でこの接続を求め、上のアドレスに見覚えがある場合にのみ承認してください。',
  'consent.device':
    '結果はお使いのコンピューター上のプログラムに渡されます。そのコンピューターのどのプログラムでもこの名前を名乗ることができます。たった今そこでサインインを始めた場合にのみ承認してください。',
  'consent.app':
    'お使いのデバイス上のアプリが開きます。そのデバイスのどのアプリでもこの名前を名乗ることができます。たった今そこでサインインを始めた場合にのみ承認してください。',
  'consent.not_meant':
    '別のサービスに接続するつもりだった場合は、拒否してください。そのサービスは {application} に入り込むために、お客様をここへ誘導しています。',
  'consent.as': '接続する立場',
  'consent.as_me': '自分自身として',
  'consent.as_note':
    '自分自身として接続すると、呼び出しのたびに対象のチームへ切り替わります。ブラウザーでも、ご自身でチームを切り替えたときと同じ状態になります。1 つのチームに接続した場合は、現在のチームのままです。同時にアプリケーションで作業していて、そのチームの管理者である場合は、こちらをお勧めします。',
  'consent.deny': '拒否',
  'consent.approve': '承認',

  'account.title': '{application} のアカウント',
  'account.heading': '{email} として {application} にサインインしています',
  'account.unknown': '{application} にサインインしています',
  'account.about': '「{client}」はこのアカウントで作業します。まだ何も渡されていません。',
  'account.unexpected': '「{client}」は別のアカウントを想定しています。',
  'account.not_you':
    '別の人のアカウントの場合は、{site} を開いてサインアウトし、ここに戻って別のアカウントを使用してください。',
  'account.switch': '別のアカウントを使用',
  'account.continue': '続ける',
  'account.teams': '自分自身として作業できる範囲',
  'account.these_teams': '次のチームのみ：',
  'account.all_teams': 'すべてのチーム（今後参加するチームも含む）',
  'account.more_teams':
    '所属チームが多いため、このページにすべては表示されません。ほかのチームも含めるには「すべてのチーム」を選んでください。',
  'account.one_team':
    '自分自身として {team} で作業できます。今後参加するチームは含まれません。追加するには、もう一度接続してください。',
  'account.as_member': '1 つのチームの新しいメンバーとして',
  'account.member_of': 'チーム：',
  'account.member_note':
    'お客様が管理者であるチームに限ります。続けると、そのチームに新しいメンバー（管理者）が追加され、チームのメンバー一覧に表示されます。',

  'connections.name': '接続の一覧',
  'connections.title': '{application} への接続',
  'connections.whose': '{email} としてサインインしています。',
  'connections.none':
    'このブラウザーで、このアカウントに対して承認されたクライアントはありません。',
  'connections.all_teams': '所属するすべてのチームで',
  'connections.teams': '{teams} で',
  'connections.member': '{team} のメンバーとして',
  'connections.learns_name': 'あなたの名前が伝わります',
  'connections.learns_email': 'あなたの名前とメールアドレスが伝わります',
  'connections.since': '{date} に承認',
  'connections.disconnect': '{client} を切断',
  'connections.ended': '「{client}」を切断しました。このアカウントではもう何もできません。',
  'connections.ended_here':
    '「{client}」を切断しました。このサーバーは何も保存しません。切断を覚えているのは応答したプロセスだけで、それも再起動までです。それまでにそのプロセスへクライアントからの呼び出しがなければ、接続が続く可能性があります。確実に終了するには、下記のとおりアプリケーションでも終了してください。',
  'connections.others': 'その他の接続',
  'connections.list': '承認済みアプリケーションの一覧',
  'connections.unknown':
    'このサーバーは接続を保存しません。分かるのは、このブラウザーで承認された接続（最新の 10 件まで）だけです。その他の接続は {site} で終了します。ご自身の接続は {list} で終了でき、このサーバーのすべてのクライアントが一度に切断されます。チームの接続は、チームの <b>Developers → API</b> ページで終了します。',

  'connect.title': '{application} に接続する',
  'connect.heading': 'AI アシスタントから {application} を使う',
  'connect.intro':
    'このアドレスをアシスタントに登録し、ご自身のアカウントでサインインしてください。アシスタントが閲覧、実行できるのは、お客様ご自身に許可されていることだけです。',
  'connect.access': 'アシスタントにできること',
  'connect.full': '読み取りと変更',
  'connect.read_only': '読み取りのみ',
  'connect.read_only_note':
    'このアドレスでは、アシスタントが何を試みても、アプリケーションの内容は変更されません。以下の手順でもこのアドレスを使います。',
  'connect.checked': '手順の確認: {month}',
  'connect.up': 'すべて正常に動作しています。',
  'connect.degraded':
    '一部が動作していません。アドレスの追加は今でもできます。サインインに失敗した場合は、後でもう一度お試しください。',
  'connect.for_operator': 'サーバー管理者の方へ',
  'connect.closed':
    'まだ誰もサインインできません。先にサーバー管理者がこのサーバーを {application} に登録する必要があります。',
  'connect.own_client':
    'ご自身のクライアント ID が必要です。取得するには、{application} でチームの管理者である必要があります。',
  'connect.own_client_1':
    '{application} で <b>Developers → API</b> を開き、<b>Provision New Platform Application</b> を選択します。',
  'connect.own_client_2':
    '名前を入力し、<b>Redirect URI</b> にはクライアントに表示されるアドレスを入力します。複数ある場合は、同じ欄に空白で区切って入力します。開発環境以外では {application} は https のアドレスしか受け付けないため、http://localhost に戻るお使いのコンピューター上のクライアントは、この方法では接続できません。',
  'connect.own_client_3':
    'クライアントの OAuth 設定または詳細設定に、<b>Client UID</b> と <b>Client Secret</b> を入力します。',
  'connect.robot_token':
    'そこに表示される <b>Default Access Token</b> は使わないでください。これはお客様のものではなく、チーム全体の管理者であるロボットのものです。有効期限がなく、チームの全員が見ることができます。',
  'connect.detour':
    'Google など別のアカウントや新しいパスワードでサインインすると、アシスタントに戻らず {application} のページが表示されることがあります。その場合は、アシスタントからもう一度始めてください。すでにサインインしているので、すぐに戻ります。',
  'connect.how': '接続方法',
  'connect.abilities': 'この接続でできること',
  'connect.unknown': 'まだ分かりません。アプリケーションから応答がありません。',
  'connect.nothing':
    'まだ何もありません。アプリケーションに操作がないか、サーバー管理者がどの操作も許可していません。',
  'connect.kind': '{kind} {count} 件',
  'connect.summary': '{tools}（{kinds}）',
  'connect.searched':
    'クライアントには、代わりに別のツールが {count} 件表示され、それらがこれらのツールを検索して呼び出します。',
  'connect.other': 'その他',
  'search.label': '検索',
  'search.some': '{all} 件中 {shown} 件',
  'search.found': '{all} 件中 {found} 件が見つかりました',
  'search.none': '見つかりませんでした',
  'copy.button': 'コピー',
  'copy.done': 'コピー済み',
  'copy.selected': '選択済み',
  'copy.what': '{what}をコピー',
  'copy.what_done': '{what}をコピー済み',
  'copy.what_selected': '{what}を選択済み',
  'copy.address': 'アドレス',
  'copy.command': 'コマンド',
  'copy.first_command': '1 つ目のコマンド',
  'copy.second_command': '2 つ目のコマンド',
  'copy.configuration': '設定',
  'copy.other_configuration': '別の設定',

  'error.sentence': '{message}。',
  'error.how': '接続方法',
  'error.said': 'サーバーからのメッセージ: {message}',
  'error.sign_in': 'このサインインを続けられません',
  'error.sign_in_remedy':
    '何も共有されていません。元のプログラムに戻り、もう一度接続してください。解決しない場合は、そのプログラムで接続を削除して追加し直すか、ここに書かれている内容を開発元に見せてください。',
  'error.sign_in_detour':
    'Google など別のアカウントでサインインしてアプリケーションのページが表示された場合は、すでにサインインしています。元のプログラムからもう一度始めると、すぐに戻ります。',
  'error.programs': 'このアドレスはプログラム用です',
  'error.programs_remedy':
    '接続には ChatGPT、Claude などの MCP クライアントをお使いください。サインインもクライアントが行います: {how}',
  'error.nothing': 'ここには何もありません',
  'error.nothing_remedy':
    'アドレスをご確認ください。ChatGPT などの MCP クライアントに登録するアドレスは /mcp で終わります: {how}',
  'error.forbidden': 'このサーバーはここでは応答しません',
  'error.forbidden_remedy':
    '案内されたアドレスをお使いください。このアドレスで間違いない場合は、ここに書かれている内容をサーバー管理者に見せてください。',
  'error.too_many': 'リクエストが多すぎます',
  'error.too_many_remedy':
    '失われたものはありません。その時間だけ待ってから、このページを再読み込みしてください。',
  'error.down': 'アプリケーションが応答しません',
  'error.down_remedy':
    '失われたものはありません。1 分後にこのページを再読み込みしてください。解決しない場合は、アプリケーションの管理者にお知らせください。',
  'error.busy': 'サーバーが混み合っています',
  'error.busy_remedy':
    '失われたものはなく、操作にも問題はありません。その時間だけ待ってから、このページを再読み込みしてください。',
  'error.fault': 'うまくいきませんでした',
  'error.fault_remedy':
    '1 分後にもう一度お試しください。解決しない場合は、サーバー管理者にお知らせください。',

  'reason.nothing_here': 'このアドレスには何もありません',
  'reason.not_by_address': 'このページはアドレスだけでは開けません',
  'reason.wrong_method':
    'このアドレスはこの方法では利用できません。利用できる方法は Allow ヘッダーに示されています',
  'reason.page_too_old': 'このページは古くなったため、回答できません',
  'reason.page_elsewhere':
    'このページは別のブラウザーで開かれたか、このブラウザーにその Cookie が残っていません',
  'reason.other_site': 'このページへの回答が別のサイトから送られました',
  'reason.no_team': 'チームが選択されていません：前のページに戻り、1 つ以上選択してください',
  'reason.no_connection': 'この接続は、このブラウザーの接続の中にありません',
  'reason.sign_in_too_old':
    'このサインインは時間がかかりすぎたか、ここで始められたものではありません',
  'reason.sign_in_elsewhere':
    'このサインインは別のブラウザーで始められたか、すでに完了したか、より新しいサインインに置き換えられました',
  'reason.unknown_client':
    'この client_id は登録されていません。プログラムを登録し直す必要があります',
  'reason.redirect_uri': 'この redirect_uri は、クライアントが登録したものではありません',
  'reason.too_many': 'リクエストが多すぎます。{seconds} 秒お待ちください',
  'reason.many_lookups': '確認中のクライアントが多すぎます。{seconds} 秒後にもう一度お試しください',
  'reason.many_sign_ins':
    '現在サインイン中のクライアントが多すぎます。{seconds} 秒後にもう一度お試しください',
  'reason.down': 'Bullet Train アプリケーションが応答しません。後でもう一度お試しください',
  'reason.fault': 'サーバーで問題が発生しました。内容はログに記録されています',
  'reason.no_sign_in': '現在サインインできません。サーバー管理者はログで原因を確認できます',

  'code.access_denied': '接続が承認されませんでした',
  'code.invalid_client':
    'お客様をここへ案内したプログラムが登録されていないか、本物であることを確認できませんでした',
  'code.invalid_request':
    'お客様をここへ案内したプログラムのリクエストが不完全か、正しくありません',
  'code.invalid_scope': 'お客様をここへ案内したプログラムが、存在しない権限を要求しました',
  'code.invalid_target': 'お客様をここへ案内したプログラムが、別のサーバーを要求しました',
  'code.unsupported_response_type':
    'お客様をここへ案内したプログラムが、対応していない方法でサインインしようとしました',
  'code.server_error': 'このサーバーまたはアプリケーションで問題が発生しました',
  'code.temporarily_unavailable': '現在ご利用いただけません',
  'code.forbidden': 'このサーバーは、このようなリクエストには応答しません',
  'code.unauthorized': 'このアドレスにはサインインが必要です。サインインはクライアントが行います',
};
