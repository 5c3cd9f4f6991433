Rails.application.configure do
  # The code does not change while it runs.
  config.enable_reloading = false
  config.eager_load = false
  config.consider_all_requests_local = true
  config.hosts.concat(ENV.fetch("HOSTS", "").split(","))
  config.logger = ActiveSupport::Logger.new($stdout)
  config.log_level = ENV.fetch("RAILS_LOG_LEVEL", "info").to_sym
end
