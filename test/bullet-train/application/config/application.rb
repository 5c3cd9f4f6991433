require_relative "boot"
require "rails/all"
Bundler.require(*Rails.groups)

module Harbour
  class Application < Rails::Application
    config.load_defaults 8.1
    BulletTrain::Api.set_configuration(self)

    # Nothing runs beside this process: no Redis, no Sidekiq, no mail server.
    config.active_job.queue_adapter = :async
    config.cache_store = :memory_store
    config.action_mailer.delivery_method = :test
    config.active_storage.service = :local
    config.active_record.schema_format = :ruby
    config.generators.system_tests = nil

    # Signs cookies of a database that lives for one test.
    config.secret_key_base = ENV.fetch("SECRET_KEY_BASE", "0" * 64)

    unless default_url_options_from_base_url.empty?
      routes.default_url_options = default_url_options_from_base_url
      config.action_mailer.default_url_options = default_url_options_from_base_url
    end
  end
end
