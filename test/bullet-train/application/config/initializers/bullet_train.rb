BulletTrain.configure do |config|
  # That check asks a service outside.
  config.strong_passwords = false
end
