class Team < ApplicationRecord
  include Teams::Base
  include Webhooks::Outgoing::TeamSupport

  has_many :projects, dependent: :destroy
  has_many :exhibits, dependent: :destroy
end
