ENV["BUNDLE_GEMFILE"] ||= File.expand_path("../Gemfile", __dir__)
require "bundler/setup"
require_relative "ruby_3_3" if RUBY_VERSION < "3.4"
