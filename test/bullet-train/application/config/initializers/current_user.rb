Warden::Manager.after_authentication { |user, _warden, _options| Current.user = user }
Warden::Manager.before_logout { |_user, _warden, _options| Current.user = nil }
