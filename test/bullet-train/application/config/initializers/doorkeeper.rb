# What the starter template sets, and two switches of the tests.
Doorkeeper.configure do
  orm :active_record
  application_class "Platform::Application"
  access_token_class "Platform::AccessToken"
  base_controller "ApplicationController"

  resource_owner_authenticator(&BulletTrain::Platform::ConnectionWorkflow.new.to_proc)

  default_scopes :admin
  grant_flows %w[authorization_code client_credentials]
  allow_blank_redirect_uri true
  skip_authorization { true }
  use_refresh_token if ENV["REFRESH_TOKENS"]
end
